package surveyview

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"nayan/internal/i18n"
	"nayan/internal/survey"
	consultview "nayan/views/consult"
)

// ResultsPage shows the figures as everybody may see them. Shown is false before
// that time has come.
type ResultsPage struct {
	consultview.Head
	Asked   survey.Survey
	Shown   bool
	Figures survey.Figures
	AsOf    time.Time
	InSteps bool // the survey goes on: the figures move on ten answers at a time
}

// share is the part of the base in percent, to one place.
func share(count, base int) string {
	if base == 0 {
		return "0.0%"
	}
	return fmt.Sprintf("%.1f%%", 100*float64(count)/float64(base))
}

// width is the part of the base in thousandths; what is not nothing is seen.
func width(count, base int) string {
	if base == 0 || count == 0 {
		return "0"
	}
	return strconv.Itoa(max(6, 1000*count/base))
}

// baseText says what the shares of a question are of.
func baseText(ctx context.Context, q survey.Question, f survey.Figure) string {
	switch q.Kind {
	case survey.Multiple:
		return i18n.T(ctx, "survey.results.base.multiple", f.Base)
	case survey.Text:
		return i18n.T(ctx, "survey.results.base.text", f.Base)
	}
	return i18n.T(ctx, "survey.results.base", f.Base)
}

// Ends says from where to where a scale goes, and what its ends mean; "" of what
// is none.
func Ends(ctx context.Context, q survey.Question) string {
	switch {
	case q.Kind != survey.Scale:
		return ""
	case q.LowLabel == "" || q.HighLabel == "":
		return i18n.T(ctx, "survey.results.range", q.Low, q.High)
	}
	return i18n.T(ctx, "survey.results.ends", q.Low, q.LowLabel, q.High, q.HighLabel)
}

// Columns are the headings of the public table of figures.
func Columns(ctx context.Context) []string {
	return []string{i18n.T(ctx, "survey.csv.no"), i18n.T(ctx, "survey.csv.question"), i18n.T(ctx, "survey.csv.kind"), i18n.T(ctx, "survey.csv.choice"),
		i18n.T(ctx, "survey.csv.count"), i18n.T(ctx, "survey.csv.share"), i18n.T(ctx, "survey.csv.base"), i18n.T(ctx, "survey.csv.note")}
}

// Records are its lines, with what is hidden hidden as on the page.
func Records(ctx context.Context, s survey.Survey, f survey.Figures) (out [][]string) {
	if f.Few {
		return [][]string{{"", i18n.T(ctx, "survey.csv.all"), "", "", "", "", "", i18n.T(ctx, "survey.results.few", survey.MinAnswers)}}
	}
	out = append(out, []string{"", i18n.T(ctx, "survey.csv.all"), "", "", strconv.Itoa(f.Answers), "", "", ""})
	for i, q := range s.Questions {
		out = append(out, records(ctx, i+1, q, f.Questions[i])...)
	}
	return out
}

func records(ctx context.Context, no int, q survey.Question, f survey.Figure) (out [][]string) {
	line := func(choice, count, share, base, note string) {
		out = append(out, []string{strconv.Itoa(no), q.Title, i18n.T(ctx, "survey.kind."+string(q.Kind)), choice, count, share, base, note})
	}
	if f.Few {
		line("", "", "", "", i18n.T(ctx, "survey.results.few_question", survey.MinAnswers))
		return out
	}
	base := strconv.Itoa(f.Base)
	for i, c := range f.Cells {
		if label := Label(ctx, q, i+1); c.Shown {
			line(label, strconv.Itoa(c.Count), share(c.Count, f.Base), base, "")
		} else {
			line(label, "", "", base, i18n.T(ctx, "survey.results.hidden"))
		}
	}
	switch {
	case f.Rest > 0:
		line(i18n.T(ctx, "survey.results.rest"), strconv.Itoa(f.Rest), share(f.Rest, f.Base), base, "")
	case q.Kind == survey.Text:
		line("", base, "", base, i18n.T(ctx, "survey.results.text"))
	}
	if f.HasMean {
		line(i18n.T(ctx, "survey.csv.mean"), fmt.Sprintf("%.2f", f.Mean), "", base, "")
	}
	return out
}

// Table is the figures with their columns, for a file.
func Table(ctx context.Context, s survey.Survey, f survey.Figures) (columns []string, lines [][]string) {
	return Columns(ctx), Records(ctx, s, f)
}
