package main

import (
	"errors"
	"net/url"
	"regexp"
	"time"

	"github.com/valyala/fasthttp"
)

const signInPath = "/desk/sign-in"

var csrfInput = regexp.MustCompile(`name="_csrf" value="([^"]+)"`)

// form is what a browser that has just opened a page with a form holds.
type form struct{ token, cookie string }

// openForm opens a page as a new browser does.
func (c *client) openForm(path string) (f form, err error) {
	req, resp := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(req)
	defer fasthttp.ReleaseResponse(resp)
	req.SetRequestURI(c.base + path)
	if err := c.http.Do(req, resp); err != nil {
		return f, err
	}
	cookie := fasthttp.AcquireCookie()
	defer fasthttp.ReleaseCookie(cookie)
	cookie.SetKey("nayan_csrf")
	token := csrfInput.FindSubmatch(resp.Body())
	if !resp.Header.Cookie(cookie) || token == nil {
		return f, errors.New(path + " gives no form")
	}
	return form{token: string(token[1]), cookie: string(cookie.Value())}, nil
}

// signIn opens the form and sends it; only the sending is timed.
func (c *client) signIn(who credentials) sample {
	f, err := c.openForm(signInPath)
	if err != nil {
		return sample{}
	}
	req, resp := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(req)
	defer fasthttp.ReleaseResponse(resp)
	req.SetRequestURI(c.base + signInPath)
	req.Header.SetMethod(fasthttp.MethodPost)
	req.Header.SetContentType("application/x-www-form-urlencoded")
	req.Header.SetCookie("nayan_csrf", f.cookie)
	req.Header.Set("X-Forwarded-For", randomAddress())
	req.SetBodyString(url.Values{"_csrf": {f.token}, "email": {who.email}, "password": {who.password}}.Encode())
	began := time.Now()
	if err := c.http.Do(req, resp); err != nil {
		return sample{}
	}
	return sample{status: resp.StatusCode(), took: time.Since(began)}
}
