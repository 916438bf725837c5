// Package notify hands messages to the outside: mail over SMTP, text messages to a
// signed webhook. It says of each attempt whether it may be repeated.
package notify
