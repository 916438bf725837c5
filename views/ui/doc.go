// Package ui holds the parts that pages are made of: tags, facts, steps, tabs,
// pager, form fields, error summary, notes, the bar of results and QR codes.
// Each takes a typed value and text that is already translated; only the words
// that are always the same (选填, 上一页) are looked up here.
package ui
