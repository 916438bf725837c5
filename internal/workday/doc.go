// Package workday counts days as the law does: calendar days, working days, and
// what becomes of a period whose last day is an off-day. It is pure.
//
// Which days are worked is no matter of arithmetic: the State Council says it in
// a notice for each year (调休). A year whose notice is not known has no working
// days and no off-days, not even at weekends; what would depend on one is
// [NoYearError], or waits for it, and is never guessed.
package workday
