package main

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/gofiber/fiber/v2"
)

// page is what went over the wire for one address.
type page struct {
	Body    []byte
	Headers map[string]string
}

// bareCmd is the most that Fiber could do: the same bytes out of memory, without
// a middleware, in a process of its own as the program is.
type bareCmd struct {
	Addr string `required:"" help:"Address to listen on."`
	File string `required:"" help:"JSON of pages by path."`
}

// Run serves until it is ended.
func (cmd bareCmd) Run(context.Context) error {
	text, err := os.ReadFile(cmd.File)
	if err != nil {
		return err
	}
	var pages map[string]page
	if err := json.Unmarshal(text, &pages); err != nil {
		return err
	}
	web := fiber.New(fiber.Config{DisableStartupMessage: true})
	web.Get("/healthz", func(c *fiber.Ctx) error { return c.SendStatus(fiber.StatusOK) })
	for path, p := range pages {
		web.Get(path, func(c *fiber.Ctx) error {
			for name, value := range p.Headers {
				c.Set(name, value)
			}
			return c.Send(p.Body)
		})
	}
	return web.Listen(cmd.Addr)
}

// bare starts ourselves as the bare server of the pages.
func (s *stand) bare(ctx context.Context, pages map[string]page) (*server, error) {
	text, err := json.Marshal(pages)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(s.dir, "pages.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return nil, err
	}
	addr, err := freeAddr(ctx)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self, "bare", "--addr", addr, "--file", file) //nolint:noctx // ended by stop, in order
	return startServer(ctx, cmd, addr, filepath.Join(s.dir, "bare.log"), 5*time.Millisecond)
}
