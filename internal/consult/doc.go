// Package consult holds the rules of a public consultation (意见征集): its kinds,
// the three-step review, the phases that follow from its timestamps, what a
// comment must contain, and when results may be released. It is pure: it knows
// neither the database nor the web, and time is always an argument.
package consult
