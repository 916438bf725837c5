// Package consultview shows consultations: the list, the five tabs that one
// consultation has for life, the receipt after a comment, and the poster for a
// notice board.
package consultview
