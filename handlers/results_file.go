package handlers

import (
	"context"
	"io"
	"iter"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/internal/report"
	"nayan/repo"
	consultview "nayan/views/consult"
)

const (
	// linesAtOnce is how many lines a document reads at once.
	linesAtOnce = 1000
	// statementLines is how many lines the statement tables: of more it takes those
	// that were adopted, as far as it goes. The workbook has them all.
	statementLines = 2000
	// statementReasons bounds the reasons it gives for what was not adopted.
	statementReasons = 200
)

// resultsFormat is a kind of document that results can be had as.
type resultsFormat struct {
	extension, mediaType string
	write                func(report.Results, io.Writer, report.Words) error
	statement            bool
}

var (
	asWorkbook = resultsFormat{".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", report.Results.WriteXLSX, false}
	asTable    = resultsFormat{".csv", csvType, report.Results.WriteCSV, false}
	asDocument = resultsFormat{".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", report.Results.WriteDOCX, true}
)

// resultsFile gives what is released as a document. Names are masked and texts
// withheld as on the page; the lines are read while it goes out.
func (h consultations) resultsFile(format resultsFormat) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if err := h.allow(c, h.fromAddress(c, "download", h.Limits.Download)); err != nil {
			return err
		}
		ctx := context.WithoutCancel(c.UserContext())
		head, err := h.Repo.ResultsFile(c.UserContext(), c.Params("no"))
		if err != nil {
			return err
		}
		file := resultsDocument{Env: h.Env, ResultsFile: head, final: map[int64]string{}}
		if head.Corrected > 0 {
			if file.corrected, err = h.Repo.ConfirmedCorrections(c.UserContext(), head.ID); err != nil {
				return err
			}
		}
		if err := file.readFinal(c.UserContext()); err != nil {
			return err
		}
		c.Set(fiber.HeaderCacheControl, "no-cache") // a correction is read at once
		attach(c, i18n.T(ctx, "results.file", head.No)+format.extension, format.mediaType)
		return h.pipe(c, func() {}, func(ctx context.Context, w io.Writer) error {
			words := func(key string, args ...any) string { return i18n.T(ctx, key, args...) }
			return format.write(file.results(ctx, format.statement), w, words)
		})
	}
}

// resultsDocument gathers what a document is written from.
type resultsDocument struct {
	*Env
	repo.ResultsFile
	final     map[int64]string // clauses of the final text, written out
	corrected []consult.Correction
}

// readFinal writes the clauses of the final text out, each with what is inside it.
func (d resultsDocument) readFinal(ctx context.Context) error {
	if d.Final == 0 {
		return nil
	}
	clauses, err := d.Repo.Clauses(ctx, d.ID, d.Final)
	for i, c := range clauses {
		text := c.Label + "　" + c.Heading + c.Text
		for _, inside := range clauses[i+1:] {
			if inside.Depth <= c.Depth {
				break
			}
			text += "\n" + inside.Number + inside.Heading + inside.Text
		}
		d.final[c.ID] = text
	}
	return err
}

func (d resultsDocument) results(ctx context.Context, statement bool) report.Results {
	con := d.Consultation
	out := report.Results{Title: d.DraftTitle, No: con.No, Unit: con.UnitName, Totals: d.Totals, Lead: consultview.Lead(ctx, d.Totals),
		Period:     i18n.T(ctx, "results.file.period", i18n.Date(ctx, con.OpensAt), i18n.Date(ctx, con.LastSecond())),
		ReleasedOn: i18n.Date(ctx, d.Released[len(d.Released)-1]), Channels: d.channels(ctx), Lines: d.lines(ctx), Corrections: d.corrections(ctx)}
	if out.Title == "" {
		out.Title = con.Title
	}
	if d.LeftOpen > 0 {
		out.Lead = consultview.PartialLead(ctx, d.Totals) + i18n.T(ctx, "results.file.partial", d.LeftOpen)
	}
	if statement {
		out.Refusals = d.refusals(ctx)
		if d.Suggestions > statementLines {
			out.Lines = adoptedOf(out.Lines, statementLines)
		}
	}
	return out
}

// channels are the ways by which comments came, in words.
func (d resultsDocument) channels(ctx context.Context) (out []string) {
	came := map[string]bool{}
	for _, channel := range d.Channels {
		came[channel] = true
	}
	if came[string(consult.Web)] || came[string(consult.API)] {
		out = append(out, i18n.T(ctx, "results.file.web"))
	}
	for _, channel := range consult.IntakeChannels {
		if came[string(channel)] {
			out = append(out, i18n.T(ctx, "channel."+string(channel)))
		}
	}
	return out
}

// lines goes through the released lines, some at once. What is released meanwhile
// stands behind the last of them and is left out.
func (d resultsDocument) lines(ctx context.Context) iter.Seq2[report.Line, error] {
	return func(yield func(report.Line, error) bool) {
		for after := 0; after < d.Suggestions; after += linesAtOnce {
			rows, err := d.someLines(ctx, after)
			if err != nil {
				yield(report.Line{}, err)
				return
			}
			for _, row := range rows {
				if !yield(d.line(ctx, row), nil) {
					return
				}
			}
		}
	}
}

func (d resultsDocument) someLines(ctx context.Context, after int) ([]consult.ResultRow, error) {
	ctx, cancel := context.WithTimeout(ctx, requestTime)
	defer cancel()
	return d.Repo.ResultLines(ctx, d.ID, after, min(after+linesAtOnce, d.Suggestions))
}

func (d resultsDocument) line(ctx context.Context, row consult.ResultRow) report.Line {
	var finals []string
	for _, f := range row.Finals {
		finals = append(finals, d.final[f.ID])
	}
	return report.Line{Position: row.Position, Name: row.PublicName, Clause: row.ClauseLabel, Body: row.Body, Comments: row.Comments,
		Persons: row.Persons, Enterprises: row.Enterprises, Outcome: row.Outcome, Reason: row.Reason, Final: strings.Join(finals, "\n"),
		Released: d.released(ctx, row.Batch)}
}

// released is the day of a batch, and which one it was where there are several.
func (d resultsDocument) released(ctx context.Context, batch int) string {
	if batch < 1 || batch > len(d.Released) {
		return ""
	}
	day := i18n.Date(ctx, d.Released[batch-1])
	if len(d.Released) == 1 {
		return day
	}
	return i18n.T(ctx, "results.file.batch", day, batch)
}

// corrections are what was changed in public since, and why.
func (d resultsDocument) corrections(ctx context.Context) (out []report.Correction) {
	for _, c := range d.corrected {
		out = append(out, report.Correction{Position: c.Position, On: i18n.Date(ctx, *c.ConfirmedAt), Was: c.OldOutcome, Now: c.Outcome,
			WasReason: c.OldReason, NowReason: c.Reason, Because: c.Why})
	}
	return out
}

func (d resultsDocument) refusals(ctx context.Context) iter.Seq2[report.Refusal, error] {
	return func(yield func(report.Refusal, error) bool) {
		ctx, cancel := context.WithTimeout(ctx, requestTime)
		defer cancel()
		list, err := d.Repo.Refusals(ctx, d.ID, statementReasons)
		if err != nil {
			yield(report.Refusal{}, err)
			return
		}
		for _, f := range list {
			out := report.Refusal{Count: f.Count, Reason: f.Reason, Clauses: strings.Join(f.Clauses, i18n.T(ctx, "comment.and"))}
			for _, p := range f.Positions {
				out.Positions = append(out.Positions, int(p))
			}
			if !yield(out, nil) {
				return
			}
		}
	}
}

// adoptedOf leaves the adopted ones of lines, at most so many.
func adoptedOf(lines iter.Seq2[report.Line, error], most int) iter.Seq2[report.Line, error] {
	return func(yield func(report.Line, error) bool) {
		left := most
		for l, err := range lines {
			if err == nil && l.Outcome != consult.Adopted && l.Outcome != consult.PartlyAdopted {
				continue
			}
			if left--; left < 0 || !yield(l, err) {
				return
			}
		}
	}
}
