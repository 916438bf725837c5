// Package surveyview shows questionnaires: the form with its steps, the
// acknowledgement, and the figures as everybody may see them.
package surveyview
