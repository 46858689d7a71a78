export { platform } from '../document-1/platform';
