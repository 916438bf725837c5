// Package archtest holds the house rules that a compiler does not: who may
// import whom, where time comes from, and what a signature may say. It has tests
// only; each table in them is the rule itself.
package archtest
