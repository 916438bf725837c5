package app_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"nayan/internal/consult"
	"nayan/internal/dossier"
	"nayan/internal/fault"
	dossierview "nayan/views/dossier"
)

// meanwhile does something once, before the first byte is taken.
type meanwhile struct {
	bytes.Buffer
	do func()
}

func (o *meanwhile) Write(p []byte) (int, error) {
	if o.do != nil {
		o.do()
		o.do = nil
	}
	return o.Buffer.Write(p)
}

// fileIn reads one file of an archive.
func fileIn(t *testing.T, archive []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// What comes in while an archive is taken is in the next one: its files are all of
// one moment, and foot.
func TestADossierIsOfOneMoment(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("先来的意见"))
	var out meanwhile
	out.do = func() { c.send(t, opinion("后来的意见")) }
	c.written(t, dossier.Staff, &out)
	lines := fileIn(t, out.Bytes(), "06公众意见/留言.jsonl")
	if strings.Count(lines, "\n") != 1 || !strings.Contains(lines, "先来的意见") {
		t.Errorf("the archive lists\n%s", lines)
	}
	if n := c.count(t, `SELECT count(*) FROM comments`); n != 2 {
		t.Errorf("%d comments are there", n)
	}
}

func TestOnlyAFewDossiersAreWrittenAtOnce(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	var open []interface{ Close() }
	for range 2 {
		d, err := c.OpenDossier(t.Context(), c.actor, c.id, dossier.Public)
		if err != nil {
			t.Fatal(err)
		}
		open = append(open, d)
	}
	if _, err := c.OpenDossier(t.Context(), c.actor, c.id, dossier.Staff); !fault.Is(err, fault.RateLimited) || fault.Of(err).RetryAfter == 0 {
		t.Errorf("a third one: %v", err)
	}
	open[0].Close()
	open[0].Close() // gives up one place, however often
	for _, which := range []dossier.Copy{"secret", dossier.Staff} {
		d, err := c.OpenDossier(t.Context(), c.actor, c.id, which)
		if (err == nil) != (which == dossier.Staff) {
			t.Errorf("%s: %v", which, err)
		}
		if err == nil {
			defer d.Close()
		}
	}
	if _, err := c.OpenDossier(t.Context(), c.actor, c.id+99, dossier.Staff); err == nil {
		t.Error("a consultation that is not there")
	}
	if n := c.count(t, `SELECT count(*) FROM audit_entries WHERE action = 'dossier.export'`); n != 3 {
		t.Errorf("%d entries, want 3", n)
	}
}

var errHungUp = errors.New("hung up")

// hungUp takes a few bytes and no more.
type hungUp struct{ left int }

func (h *hungUp) Write(p []byte) (int, error) {
	if h.left -= len(p); h.left < 0 {
		return 0, errHungUp
	}
	return len(p), nil
}

func TestWhoStopsReadingADossierHoldsNothingOpen(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	for range 30 {
		c.send(t, opinion(strings.Repeat("建议增设投放点。", 50)))
	}
	d, err := c.OpenDossier(t.Context(), c.actor, c.id, dossier.Staff)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Write(t.Context(), &hungUp{left: 100}, dossierview.Pages); !errors.Is(err, errHungUp) {
		t.Errorf("hung up: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.Write(ctx, io.Discard, dossierview.Pages); err == nil {
		t.Error("nobody reads any more, and it is written")
	}
	d.Close()
	if n := c.db.Stats().InUse; n != 0 {
		t.Errorf("%d connections are held", n)
	}
}

func TestADossierTellsHowSuggestionsWerePutTogether(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("增设投放点"))
	second := c.send(t, opinion("多设几个投放点"))
	ids := c.suggestions(t)
	if err := c.Merge(t.Context(), c.actor, c.id, ids, ids[0]); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	c.written(t, dossier.Staff, &out)
	moves := fileIn(t, out.Bytes(), "07采纳情况/归并和拆分.csv")
	if strings.Count(moves, "\r\n") != 3 || !strings.Contains(moves, second.No) || !strings.Contains(moves, "归入") || !strings.Contains(moves, "移出") {
		t.Errorf("the steps:\n%s", moves)
	}
	suggestions := fileIn(t, out.Bytes(), "07采纳情况/意见和答复.jsonl")
	if !strings.Contains(suggestions, `"merged_into":`) || !strings.Contains(suggestions, `"persons":2`) {
		t.Errorf("the suggestions:\n%s", suggestions)
	}
}

// What was decided before, and what was put right afterwards, is part of how the
// decision was made; the public copy has the corrections that hold.
func TestADossierKeepsWhatWasDecidedBeforeAndWhatWasCorrectedAfterwards(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.send(t, opinion("增设投放点"))
	c.now = callCloses
	c.decideAll(t, consult.Decision{Outcome: consult.NotAdopted, Reason: "先前的理由。"})
	c.answer(t, consult.Adopted, "后来的理由。", c.suggestions(t)...)
	if err := c.ReleaseResults(t.Context(), c.actor, c.id); err != nil {
		t.Fatal(err)
	}
	first := c.suggestions(t)[0]
	dropped := c.correct(t, first, consult.Explained, "没有成立的更正。", "放弃了。")
	if err := c.DropCorrection(t.Context(), c.second, c.id, dropped); err != nil {
		t.Fatal(err)
	}
	confirmed := c.correct(t, first, consult.PartlyAdopted, "更正后的理由。", "核对后更正。")
	if err := c.ConfirmCorrection(t.Context(), c.second, c.id, confirmed); err != nil {
		t.Fatal(err)
	}
	var staff, public bytes.Buffer
	c.written(t, dossier.Staff, &staff)
	c.written(t, dossier.Public, &public)
	if past := fileIn(t, staff.Bytes(), "07采纳情况/以前的答复.csv"); !strings.Contains(past, "先前的理由。") {
		t.Errorf("what was decided before:\n%s", past)
	}
	all, held := fileIn(t, staff.Bytes(), "07采纳情况/更正记录.csv"), fileIn(t, public.Bytes(), "07采纳情况/更正记录.csv")
	if !strings.Contains(all, "没有成立的更正。") || !strings.Contains(held, "更正后的理由。") || strings.Contains(held, "没有成立的更正。") {
		t.Errorf("the corrections:\n%s\nin public:\n%s", all, held)
	}
}
