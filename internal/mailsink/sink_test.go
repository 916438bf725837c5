package mailsink_test

import (
	"net/smtp"
	"strings"
	"testing"

	"nayan/internal/mailsink"
)

const sample = "Subject: =?UTF-8?B?6aqM6K+B56CB?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
	"验证码 271828，链接 https://yunxi.example/a?b=c。\r\n"

func send(s *mailsink.Sink, to string) error {
	return smtp.SendMail(s.Address(), nil, "from@yunxi.example", []string{to}, []byte(sample))
}

func TestAMailIsKeptDecoded(t *testing.T) {
	t.Parallel()
	s := mailsink.Start(t)
	go func() { _ = send(s, "Zhu@example.org") }() // Wait tells
	m := s.Wait(t, "zhu@example.org")
	if m.Subject != "验证码" || m.From != "from@yunxi.example" || m.Code(t) != "271828" || m.Link(t) != "https://yunxi.example/a?b=c" {
		t.Errorf("got %+v", m)
	}
}

func TestASinkMisbehavesAsItIsTold(t *testing.T) {
	t.Parallel()
	s := mailsink.Start(t)
	for manner, want := range map[mailsink.Manner]string{mailsink.Later: "451", mailsink.Refuse: "550", mailsink.HangUp: "EOF"} {
		s.Behave(manner)
		if err := send(s, "zhu@example.org"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("manner %d answers %v, want %s", manner, err, want)
		}
	}
	if n := len(s.All()); n != 1 {
		t.Errorf("%d mails were kept, want the one that was cut off", n)
	}
}
