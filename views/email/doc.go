// Package email has the words of every message, as mail (plain text and HTML) and
// as a text message.
package email
