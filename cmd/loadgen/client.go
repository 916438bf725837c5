package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"time"

	"github.com/valyala/fasthttp"
)

// client speaks to one server and repeats nothing by itself: an answer that was
// lost must be seen as lost.
type client struct {
	http *fasthttp.HostClient
	base string
}

const clientTimeout = 20 * time.Second

func newClient(base string, conns int) (*client, error) {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("%q is not the address of a server", base)
	}
	return &client{base: base, http: &fasthttp.HostClient{
		Addr: u.Host, IsTLS: u.Scheme == "https", MaxConns: conns, MaxIdemponentCallAttempts: 1,
		ReadTimeout: clientTimeout, WriteTimeout: clientTimeout, MaxResponseBodySize: 16 << 20,
		RetryIfErr: func(*fasthttp.Request, int, error) (bool, bool) { return false, false },
	}}, nil
}

// post sends JSON as if from a client at a random address, through the proxy
// that the server trusts. answer is called with the body while it is valid.
func (c *client) post(path, key string, body any, answer func(status int, body []byte)) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, resp := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(req)
	defer fasthttp.ReleaseResponse(resp)
	req.SetRequestURI(c.base + path)
	req.Header.SetMethod(fasthttp.MethodPost)
	req.Header.SetContentType("application/json")
	req.Header.Set("Idempotency-Key", key)
	req.Header.Set("X-Forwarded-For", randomAddress())
	req.SetBodyRaw(text)
	if err := c.http.Do(req, resp); err != nil {
		return err
	}
	answer(resp.StatusCode(), resp.Body())
	return nil
}

// get reads a page and gives its status and size.
func (c *client) get(path string) (status, size int, err error) {
	req, resp := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(req)
	defer fasthttp.ReleaseResponse(resp)
	req.SetRequestURI(c.base + path)
	req.Header.Set("X-Forwarded-For", randomAddress())
	err = c.http.Do(req, resp)
	return resp.StatusCode(), len(resp.Body()), err
}

// fetch reads a whole page with its headers as they went over the wire.
func (c *client) fetch(path string) (page, error) {
	req, resp := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(req)
	defer fasthttp.ReleaseResponse(resp)
	req.SetRequestURI(c.base + path)
	if err := c.http.Do(req, resp); err != nil {
		return page{}, err
	}
	if resp.StatusCode() != fasthttp.StatusOK {
		return page{}, fmt.Errorf("GET %s answers %d", path, resp.StatusCode())
	}
	p := page{Body: append([]byte(nil), resp.Body()...), Headers: map[string]string{}}
	for name, value := range resp.Header.All() {
		p.Headers[string(name)] = string(value)
	}
	return p, nil
}

// readJSON reads a JSON answer of the API.
func (c *client) readJSON(path string, into any) error {
	p, err := c.fetch(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(p.Body, into)
}

func randomAddress() string {
	n := rand.Uint32()
	return fmt.Sprintf("%d.%d.%d.%d", 1+n>>24%223, n>>16&255, n>>8&255, 1+n&127)
}
