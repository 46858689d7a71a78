// Command packets serves TCP ports, and tries which addresses it reaches.
//
//	packets serve 80 169.254.170.23:80answers every connection with the name of its host
//	packets first 10.0.0.1:80          dials again and again for its first second; prints when, and what became of it
//	packets dial 1s 10.0.0.1:80 ...    tries all at once, by TCP; prints JSON: address to "open", or how it failed
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"
)

func main() {
	if len(os.Args) < 2 {
		fail(errors.New("usage: packets serve|dial|first ..."))
	}
	switch arguments := os.Args[2:]; os.Args[1] {
	case "serve":
		serve(arguments)
	case "dial":
		timeout, err := time.ParseDuration(arguments[0])
		fail(err)
		fail(json.NewEncoder(os.Stdout).Encode(dialAll(arguments[1:], timeout)))
	case "first":
		first(arguments)
	default:
		fail(fmt.Errorf("no command %q", os.Args[1]))
	}
}

// Says its name to whoever connects. Host addresses in front of the port are allowed: 169.254.169.254:80.
func serve(ports []string) {
	name, err := os.Hostname()
	fail(err)
	for _, port := range ports {
		address := port
		if !strings.Contains(port, ":") {
			address = ":" + port
		}
		listener, err := net.Listen("tcp", address)
		fail(err)
		go func() {
			for {
				connection, err := listener.Accept()
				if err != nil {
					continue
				}
				go answer(connection, name)
			}
		}()
	}
	fmt.Println("ready")
	// Not an empty select: without a port it would be a deadlock, which ends the program.
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM, syscall.SIGINT)
	<-ended
}

func answer(connection net.Conn, name string) {
	defer connection.Close()
	if _, err := io.WriteString(connection, name+"\n"); err != nil {
		return
	}
	_, _ = io.Copy(connection, connection)
}

// Asks the server that DNS names, for callers that share a pod's network but not its files.
var resolver = func() *net.Resolver {
	server := os.Getenv("DNS")
	if server == "" {
		return net.DefaultResolver
	}
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, server)
	}}
}()

// An open port counts when it answers: a packet filter could let the handshake through alone.
func dialAll(addresses []string, timeout time.Duration) map[string]string {
	results := make(map[string]string, len(addresses))
	var mutex sync.Mutex
	var group sync.WaitGroup
	for _, address := range addresses {
		group.Add(1)
		go func() {
			defer group.Done()
			result := dial(address, timeout)
			mutex.Lock()
			defer mutex.Unlock()
			results[address] = result
		}()
	}
	group.Wait()
	return results
}

func dial(address string, timeout time.Duration) string {
	dialer := net.Dialer{Timeout: timeout, Resolver: resolver}
	connection, err := dialer.Dial("tcp", address)
	if err != nil {
		return reason(err)
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(timeout))
	if _, err := connection.Read(make([]byte, 1)); err != nil {
		return "connected, no answer"
	}
	return "open"
}

// What a pod may do from its very first instruction on: dials again and again, and says what became of each attempt.
func first(arguments []string) {
	start := time.Now()
	for range 40 {
		began := time.Since(start)
		result := dial(arguments[0], 50*time.Millisecond)
		fmt.Printf("%d %s\n", began.Milliseconds(), result)
		time.Sleep(25*time.Millisecond - min(25*time.Millisecond, time.Since(start)-began))
	}
}

func reason(err error) string {
	var network net.Error
	var name *net.DNSError
	switch {
	case errors.As(err, &name):
		return "name not resolved"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "refused"
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return "unreachable"
	case errors.As(err, &network) && network.Timeout():
		return "timeout"
	default:
		return err.Error()
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "packets:", err)
		os.Exit(1)
	}
}
