package notify

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"time"

	"nayan/internal/message"
)

// SMS hands text messages to a webhook of the county's own, which knows the
// operator it has a contract with. It is safe for concurrent use.
type SMS struct {
	url    string
	secret []byte
	client *http.Client
}

// NewSMS takes the webhook's address and the secret that signs what is sent there.
func NewSMS(rawURL, secret string) (*SMS, error) {
	u, err := url.Parse(rawURL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return nil, errors.New("the address of the SMS webhook is no URL")
	}
	if secret == "" {
		return nil, errors.New("the SMS webhook needs a secret")
	}
	return &SMS{url: rawURL, secret: []byte(secret), client: &http.Client{Timeout: sendWithin,
		// net/http repeats a request with an Idempotency-Key by itself when a kept
		// connection turns out to be dead. Without kept connections it never does.
		Transport:     &http.Transport{DisableKeepAlives: true, Proxy: http.ProxyFromEnvironment},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}, nil
}

// Text is one text message, ready to go.
type Text struct {
	MessageID int64
	To        string
	Text      string
	At        time.Time
}

// Send hands a text message over. Errors: *SendError.
func (s *SMS) Send(ctx context.Context, t Text) error {
	id := strconv.FormatInt(t.MessageID, 10)
	body, err := json.Marshal(struct {
		ID   string `json:"id"`
		To   string `json:"to"`
		Text string `json:"text"`
	}{id, t.To, t.Text})
	if err != nil {
		return refused(message.ProblemRefused)
	}
	reached := false
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { reached = true }})
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(body))
	if err != nil {
		return refused(message.ProblemRefused)
	}
	at := strconv.FormatInt(t.At.Unix(), 10)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", id)
	req.Header.Set("Nayan-Timestamp", at)
	req.Header.Set("Nayan-Signature", s.sign(at, body))
	res, err := s.client.Do(req)
	switch {
	case err != nil && !reached:
		return later(message.ProblemUnreachable)
	case err != nil:
		return Of(err)
	}
	defer res.Body.Close() //nolint:errcheck // only the status counts
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 64<<10))
	return answered(res.StatusCode)
}

// sign is the hex HMAC-SHA256 of "timestamp.body".
func (s *SMS) sign(at string, body []byte) string {
	mac := hmac.New(sha256.New, s.secret)
	mac.Write([]byte(at + "."))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// answered reads the webhook's status. 429 and 503 say that nothing was taken;
// another 5xx, perhaps of a proxy in between, says nothing about that.
func answered(status int) error {
	switch {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable:
		return later(message.ProblemBusy)
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return refused(message.ProblemDenied)
	case status >= 500:
		return &SendError{Unknown, message.ProblemUnanswered}
	}
	return refused(message.ProblemRefused)
}
