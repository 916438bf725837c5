package notify_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"nayan/internal/message"
	"nayan/internal/notify"
)

const secret = "a secret of the county"

var text = notify.Text{MessageID: 42, To: "19900001234", Text: "【云溪县】验证码 271828，10 分钟内有效。", At: time.Unix(1_795_000_000, 0)}

func webhook(t *testing.T, answer http.HandlerFunc) *notify.SMS {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	s, err := notify.NewSMS(server.URL+"/sms", secret)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The receiving side as docs/operations.md describes it.
func TestATextMessageIsSigned(t *testing.T) {
	t.Parallel()
	s := webhook(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(r.Header.Get("Nayan-Timestamp") + "." + string(body)))
		if hex.EncodeToString(mac.Sum(nil)) != r.Header.Get("Nayan-Signature") {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		var got struct{ ID, To, Text string }
		if err := json.Unmarshal(body, &got); err != nil || got.ID != "42" || got.To != text.To || got.Text != text.Text ||
			r.Header.Get("Idempotency-Key") != "42" || r.Header.Get("Nayan-Timestamp") != "1795000000" || r.Method != http.MethodPost {
			t.Errorf("%s %v %+v %v", r.Method, r.Header, got, err)
		}
	})
	if err := s.Send(t.Context(), text); err != nil {
		t.Error(err)
	}
}

func TestWhatMayFollowOnAnAnswer(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]notify.SendError{
		http.StatusTooManyRequests:     {Outcome: notify.Later, Problem: message.ProblemBusy},
		http.StatusServiceUnavailable:  {Outcome: notify.Later, Problem: message.ProblemBusy},
		http.StatusForbidden:           {Outcome: notify.Refused, Problem: message.ProblemDenied},
		http.StatusBadRequest:          {Outcome: notify.Refused, Problem: message.ProblemRefused},
		http.StatusFound:               {Outcome: notify.Refused, Problem: message.ProblemRefused},
		http.StatusInternalServerError: {Outcome: notify.Unknown, Problem: message.ProblemUnanswered},
		http.StatusGatewayTimeout:      {Outcome: notify.Unknown, Problem: message.ProblemUnanswered},
	} {
		s := webhook(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(status)
		})
		if got := notify.Of(s.Send(t.Context(), text)); *got != want {
			t.Errorf("%d: %+v, want %+v", status, got, want)
		}
	}
}

func TestACutConnectionIsNotTriedAgainByItself(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	s := webhook(t, func(http.ResponseWriter, *http.Request) {
		if calls.Add(1) > 1 {
			panic(http.ErrAbortHandler) // cuts the connection
		}
	})
	if err := s.Send(t.Context(), text); err != nil {
		t.Fatal(err)
	}
	if got := notify.Of(s.Send(t.Context(), text)); got.Outcome != notify.Unknown || calls.Load() != 2 {
		t.Errorf("%+v after %d calls", got, calls.Load())
	}
}

func TestNoWebhookAtTheAddressMeansLater(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(nil)
	server.Close()
	s, err := notify.NewSMS(server.URL, secret)
	if err != nil {
		t.Fatal(err)
	}
	if got := notify.Of(s.Send(t.Context(), text)); got.Outcome != notify.Later {
		t.Errorf("%+v", got)
	}
}

func TestAWebhookNeedsAnAddressAndASecret(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{{"ftp://host", secret}, {"", secret}, {"https://host", ""}} {
		if _, err := notify.NewSMS(c[0], c[1]); err == nil {
			t.Errorf("%q with secret %q is taken", c[0], c[1])
		}
	}
}
