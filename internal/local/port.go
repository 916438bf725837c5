//go:build unix

package local

import (
	"context"
	"fmt"
	"net"
)

// freePort asks the kernel for a loopback port nobody listens on now. Somebody
// may take it before our server does; the caller then tries another.
func freePort(ctx context.Context) (int, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// listens reports whether somebody takes connections at addr.
func listens(ctx context.Context, addr string) bool {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return false
	}
	_ = conn.Close() // nothing was said on it
	return true
}
