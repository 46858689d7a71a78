// Command yaml-reader reads manifests as kubectl does: it splits a stream into documents with the machinery of Kubernetes
// and turns each into JSON with sigs.k8s.io/yaml, strictly. Each line of its input is a stream, as a JSON string; each line
// of its output is the list of documents, or a JSON string with the fault.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"

	documents "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

func main() {
	input := bufio.NewReader(os.Stdin)
	output := bufio.NewWriter(os.Stdout)
	defer output.Flush()
	for {
		line, err := input.ReadBytes('\n')
		if err != nil {
			return
		}
		var stream string
		if err := json.Unmarshal(line, &stream); err != nil {
			panic(err)
		}
		write(output, read(stream))
	}
}

func read(stream string) any {
	found := []json.RawMessage{}
	reader := documents.NewYAMLReader(bufio.NewReader(bytes.NewBufferString(stream)))
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			return err.Error()
		}
		converted, err := yaml.YAMLToJSONStrict(document)
		if err != nil {
			return err.Error()
		}
		found = append(found, converted)
	}
}

func write(output io.Writer, value any) {
	line, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	if _, err := output.Write(append(line, '\n')); err != nil {
		panic(err)
	}
}
