package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nayan/internal/privacy"
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

func TestSeveralKeysAreReadAsTheyAreWritten(t *testing.T) {
	a, b := privacy.NewMaster(), privacy.NewMaster()
	file := filepath.Join(t.TempDir(), "secret.key")
	if err := os.WriteFile(file, []byte(a+"\n"+b+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]config{"a file": {SecretKeyFile: file}, "commas": {SecretKey: a + "," + b},
		"spaces": {SecretKey: a + "  " + b}, "held back": {SecretKey: a + "," + b, SealKey: 1}} {
		k, err := c.keys()
		if err != nil || k.Versions() != 2 || (k.SealVersion() == 1) != (c.SealKey == 1) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, c := range map[string]config{"no key": {SecretKey: " "}, "no base64": {SecretKey: a + ",?"}, "no such key": {SecretKey: a, SealKey: 2}} {
		if _, err := c.keys(); err == nil || strings.Contains(err.Error(), a) {
			t.Errorf("%s: %v", name, err)
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
