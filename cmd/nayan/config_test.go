package main

import (
	"os"
	"strings"
	"testing"
)

func TestTheConfigurationIsPrintedWithItsSecretsMasked(t *testing.T) {
	t.Setenv("DATABASE_URL", "postgres://nayan:hunter2@db/nayan")
	t.Setenv("NAYAN_SECRET_KEY", "hunter2")
	t.Setenv("NAYAN_OIDC_CLIENT_SECRET", "hunter2")
	t.Setenv("NAYAN_SMTP_URL", "smtp://nayan:hunter2@mail:587?tls=starttls")
	t.Setenv("NAYAN_SMS_SECRET", "hunter2")
	t.Setenv("NAYAN_SMS_URL", "https://sms.example/hunter2?token=hunter2")
	c, err := loadConfig()
	if err != nil {
		t.Fatal(err)
	}
	for _, url := range []string{"host=db password=hunter2", "postgres://db/nayan?password=hunter2", "redis://:hunter2@r:6379"} {
		if got := maskedURL(url); strings.Contains(got, "hunter2") {
			t.Errorf("maskedURL gives %s", got)
		}
	}
	all := strings.Join(settings(c), "\n")
	if strings.Contains(all, "hunter2") {
		t.Errorf("a secret is printed:\n%s", all)
	}
	if !strings.Contains(all, "NAYAN_LIMIT_COMMENT=60/10m") {
		t.Errorf("a limit is not printed as it is written:\n%s", all)
	}
}

// The README's table and the program must agree.
func TestBothReadmesNameEveryVariable(t *testing.T) {
	c, err := loadConfig()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"../../README.md", "../../README.zh-CN.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range settings(c) {
			name, _, _ := strings.Cut(line, "=")
			if !strings.Contains(string(text), "`"+name+"`") {
				t.Errorf("%s does not name %s", file, name)
			}
		}
	}
}

func TestServeSaysWhatIsMissing(t *testing.T) {
	err := config{RedisURL: "redis://127.0.0.1", OIDCIssuer: "https://id.example.gov.cn"}.requireProduction()
	if err == nil || !strings.Contains(err.Error(), "DATABASE_URL") || strings.Contains(err.Error(), "REDIS_URL") ||
		!strings.Contains(err.Error(), "NAYAN_PUBLIC_URL") {
		t.Errorf("requireProduction: %v", err)
	}
}
