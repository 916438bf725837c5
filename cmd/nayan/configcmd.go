package main

import (
	"fmt"
	"net/url"
	"os"
	"reflect"
)

// configCmd prints what is in force.
type configCmd struct{}

// Run prints one line per variable, secrets masked.
func (configCmd) Run() error {
	c, err := loadConfig()
	if err != nil {
		return err
	}
	for _, line := range settings(c) {
		if _, err := fmt.Fprintln(os.Stdout, line); err != nil {
			return err
		}
	}
	return nil
}

// settings lists NAME=value in the order of the struct.
func settings(c config) []string {
	v := reflect.ValueOf(c)
	lines := make([]string, 0, v.NumField())
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("env")
		lines = append(lines, fmt.Sprintf("%s=%v", name, shown(name, v.Field(i).Interface())))
	}
	return lines
}

func shown(name string, value any) any {
	switch name {
	case "NAYAN_SECRET_KEY", "NAYAN_OIDC_CLIENT_SECRET", "NAYAN_SMS_SECRET":
		if value != "" {
			return "***"
		}
	case "NAYAN_SMS_URL": // operators put tokens into paths and queries
		return hostOnly(fmt.Sprint(value))
	case "DATABASE_URL", "REDIS_URL", "NAYAN_SMTP_URL":
		return maskedURL(fmt.Sprint(value))
	}
	return value
}

// maskedURL hides the passwords of a URL; what is no URL is hidden whole.
func maskedURL(text string) string {
	u, err := url.Parse(text)
	switch {
	case text == "":
		return ""
	case err != nil || u.Host == "":
		return "***"
	}
	q := u.Query()
	for _, name := range []string{"password", "sslpassword"} {
		if q.Has(name) {
			q.Set(name, "***")
		}
	}
	u.RawQuery = q.Encode()
	return u.Redacted()
}

// hostOnly hides all of a URL but where it leads to.
func hostOnly(text string) string {
	u, err := url.Parse(text)
	switch {
	case text == "":
		return ""
	case err != nil || u.Host == "":
		return "***"
	}
	return u.Scheme + "://" + u.Host + "/***"
}
