// Command device-plugin advertises devices that are not there, so that requests, quotas and whole-node rules are enforced
// by a real kubelet without the hardware.
//
//	device-plugin nvidia.com/gpu=8 vpc.amazonaws.com/efa=4
package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	api "k8s.io/kubelet/pkg/apis/deviceplugin/v1beta1"
)

func main() {
	for _, argument := range os.Args[1:] {
		resource, count, _ := strings.Cut(argument, "=")
		devices, err := strconv.Atoi(count)
		if err != nil {
			fail(fmt.Errorf("%q: want resource=count", argument))
		}
		if err := serve(resource, devices); err != nil {
			fail(err)
		}
	}
	select {}
}

type plugin struct {
	api.UnimplementedDevicePluginServer
	devices []*api.Device
}

func serve(resource string, count int) error {
	p := &plugin{}
	for i := range count {
		p.devices = append(p.devices, &api.Device{ID: strconv.Itoa(i), Health: api.Healthy})
	}
	socket := strings.NewReplacer("/", "-", ".", "-").Replace(resource) + ".sock"
	path := filepath.Join(api.DevicePluginPath, socket)
	_ = os.Remove(path)
	listener, err := net.Listen("unix", path)
	if err != nil {
		return err
	}
	server := grpc.NewServer()
	api.RegisterDevicePluginServer(server, p)
	go func() { fail(server.Serve(listener)) }()
	return register(resource, socket)
}

// A kubelet that is starting refuses for a moment, or a socket of its predecessor is still there.
func register(resource, socket string) error {
	connection, err := grpc.NewClient("unix://"+api.KubeletSocket, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer connection.Close()
	deadline := time.Now().Add(time.Minute)
	for {
		request := &api.RegisterRequest{Version: api.Version, Endpoint: socket, ResourceName: resource}
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		_, err = api.NewRegistrationClient(connection).Register(ctx, request)
		cancel()
		if err == nil || time.Now().After(deadline) {
			return err
		}
		time.Sleep(200 * time.Millisecond)
	}
}

func (p *plugin) GetDevicePluginOptions(context.Context, *api.Empty) (*api.DevicePluginOptions, error) {
	return &api.DevicePluginOptions{}, nil
}

func (p *plugin) ListAndWatch(_ *api.Empty, stream api.DevicePlugin_ListAndWatchServer) error {
	if err := stream.Send(&api.ListAndWatchResponse{Devices: p.devices}); err != nil {
		return err
	}
	<-stream.Context().Done()
	return nil
}

func (p *plugin) Allocate(_ context.Context, request *api.AllocateRequest) (*api.AllocateResponse, error) {
	response := &api.AllocateResponse{}
	for range request.ContainerRequests {
		response.ContainerResponses = append(response.ContainerResponses, &api.ContainerAllocateResponse{})
	}
	return response, nil
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "device-plugin:", err)
	os.Exit(1)
}
