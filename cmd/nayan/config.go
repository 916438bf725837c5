package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strings"
	"unicode"

	"github.com/caarlos0/env/v11"

	"nayan/handlers"
	"nayan/internal/limit"
	"nayan/internal/privacy"
	"nayan/views/layout"
)

// config is everything that can be set, all of it by environment variables.
type config struct {
	DatabaseURL    string               `env:"DATABASE_URL"`
	RedisURL       string               `env:"REDIS_URL"`
	Addr           string               `env:"NAYAN_ADDR" envDefault:"127.0.0.1:8080"`
	OpsAddr        string               `env:"NAYAN_OPS_ADDR"`
	SecretKey      string               `env:"NAYAN_SECRET_KEY"`      // base64 of 32 bytes, several apart by commas or spaces: the root first
	SecretKeyFile  string               `env:"NAYAN_SECRET_KEY_FILE"` // the same in a file
	SealKey        int                  `env:"NAYAN_SEAL_KEY"`        // number of the key that seals; 0: the last
	TrustedProxies limit.TrustedProxies `env:"NAYAN_TRUSTED_PROXIES"`
	DBConns        int                  `env:"NAYAN_DB_CONNS" envDefault:"12"`
	DBPrepare      bool                 `env:"NAYAN_DB_PREPARE" envDefault:"true"`
	RedisPrefix    string               `env:"NAYAN_REDIS_PREFIX" envDefault:"nayan"`
	Development    bool                 `env:"NAYAN_DEVELOPMENT"`

	LimitComment        limit.Rate `env:"NAYAN_LIMIT_COMMENT" envDefault:"60/10m"`
	LimitFiles          limit.Rate `env:"NAYAN_LIMIT_FILES" envDefault:"60/24h"`
	LimitFileMegabytes  limit.Rate `env:"NAYAN_LIMIT_FILE_MEGABYTES" envDefault:"300/24h"`
	LimitDownload       limit.Rate `env:"NAYAN_LIMIT_DOWNLOAD" envDefault:"60/10m"`
	LimitReceipt        limit.Rate `env:"NAYAN_LIMIT_RECEIPT" envDefault:"60/10m"`
	LimitBookingAddress limit.Rate `env:"NAYAN_LIMIT_BOOKING_ADDRESS" envDefault:"120/10m"`
	LimitBookingPhone   limit.Rate `env:"NAYAN_LIMIT_BOOKING_PHONE" envDefault:"10/10m"`
	LimitSignIn         limit.Rate `env:"NAYAN_LIMIT_SIGN_IN" envDefault:"30/10m"`
	LimitCode           limit.Rate `env:"NAYAN_LIMIT_CODE" envDefault:"20/10m"`
	LimitSecondFactor   limit.Rate `env:"NAYAN_LIMIT_SECOND_FACTOR" envDefault:"20/1h"`

	OIDCIssuer       string `env:"NAYAN_OIDC_ISSUER"`
	OIDCClientID     string `env:"NAYAN_OIDC_CLIENT_ID"`
	OIDCClientSecret string `env:"NAYAN_OIDC_CLIENT_SECRET"`
	OIDCName         string `env:"NAYAN_OIDC_NAME" envDefault:"统一身份认证"`
	OIDCScopes       string `env:"NAYAN_OIDC_SCOPES" envDefault:"openid profile email"`

	SMTPURL   string `env:"NAYAN_SMTP_URL"` // smtp://user:password@host:port?tls=starttls
	MailFrom  string `env:"NAYAN_MAIL_FROM"`
	SMSURL    string `env:"NAYAN_SMS_URL"`
	SMSSecret string `env:"NAYAN_SMS_SECRET"`

	County     string `env:"NAYAN_COUNTY" envDefault:"云溪县"`
	SiteName   string `env:"NAYAN_SITE_NAME" envDefault:"云溪县公众参与平台"`
	Emblem     string `env:"NAYAN_EMBLEM" envDefault:"言"`
	EmblemFile string `env:"NAYAN_EMBLEM_FILE"`
	PublicURL  string `env:"NAYAN_PUBLIC_URL"`
	Organiser  string `env:"NAYAN_ORGANISER" envDefault:"云溪县人民政府办公室"`
	Operator   string `env:"NAYAN_OPERATOR" envDefault:"云溪县数据资源管理局"`
	Phone      string `env:"NAYAN_PHONE" envDefault:"0000-5550100"`
	SiteCode   string `env:"NAYAN_SITE_CODE" envDefault:"0000000000"`
	ICP        string `env:"NAYAN_ICP" envDefault:"云ICP备00000000号"`
	PoliceCode string `env:"NAYAN_POLICE_CODE" envDefault:"云公网安备00000000000000号"`
	Petitions  string `env:"NAYAN_PETITION_INFO"` // where complaints and petitions go; empty: the usual channels
}

func loadConfig() (config, error) {
	c, err := env.ParseAs[config]()
	if err != nil {
		return config{}, fmt.Errorf("configuration: %w", err)
	}
	return c, nil
}

// requireProduction says what `nayan serve` still lacks.
func (c config) requireProduction() error {
	var missing []string
	for name, set := range map[string]bool{"DATABASE_URL": c.DatabaseURL != "", "REDIS_URL": c.RedisURL != "",
		"NAYAN_SECRET_KEY or NAYAN_SECRET_KEY_FILE": c.SecretKey != "" || c.SecretKeyFile != ""} {
		if !set {
			missing = append(missing, name)
		}
	}
	if c.OIDCIssuer != "" && c.PublicURL == "" {
		missing = append(missing, "NAYAN_PUBLIC_URL, to which NAYAN_OIDC_ISSUER sends people back")
	}
	if len(missing) > 0 {
		return errors.New("set " + strings.Join(missing, ", ") + " (`nayan demo` needs none of them)")
	}
	return nil
}

// keys derives the keys from the configured master keys.
func (c config) keys() (*privacy.Keys, error) {
	text := c.SecretKey
	if text == "" {
		data, err := os.ReadFile(c.SecretKeyFile)
		if err != nil {
			return nil, fmt.Errorf("secret key: %w", err)
		}
		text = string(data)
	}
	var masters [][]byte
	for i, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || unicode.IsSpace(r) }) {
		master, err := base64.StdEncoding.DecodeString(word)
		if err != nil {
			return nil, fmt.Errorf("secret key %d is not base64; make one with: nayan keys new", i+1)
		}
		masters = append(masters, master)
	}
	return privacy.NewKeyring(masters, c.SealKey)
}

func (c config) site() layout.Site {
	s := layout.Site{County: c.County, Name: c.SiteName, Emblem: c.Emblem, BaseURL: strings.TrimSuffix(c.PublicURL, "/"),
		Organiser: c.Organiser, Operator: c.Operator, Phone: c.Phone, SiteCode: c.SiteCode, ICP: c.ICP, PoliceCode: c.PoliceCode, Petitions: c.Petitions}
	if c.EmblemFile != "" {
		s.EmblemURL = handlers.EmblemPath
	}
	return s
}

func (c config) limits() handlers.Limits {
	return handlers.Limits{Comment: c.LimitComment, Receipt: c.LimitReceipt, BookingAddress: c.LimitBookingAddress,
		BookingPhone: c.LimitBookingPhone, SignIn: c.LimitSignIn, SecondFactor: c.LimitSecondFactor, Code: c.LimitCode,
		Files: c.LimitFiles, FileMegabytes: c.LimitFileMegabytes, Download: c.LimitDownload}
}
