package app_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
)

// day is a day of the month in which the call of every test is open.
func day(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, consult.Zone) }

// letter is what a clerk records of a letter.
func (c *call) letter(change func(*consult.Intake)) app.IntakeInput {
	i := consult.Intake{Channel: consult.ByLetter, ReceivedOn: day(5), PostmarkedOn: day(3),
		Submission: consult.Submission{Name: "朱国强", Phone: "19900001234", Points: []consult.Point{{Body: "建议增加收集点。", ClauseIDs: c.clauses[2:3]}}}}
	if change != nil {
		change(&i)
	}
	return app.IntakeInput{ConsultationID: c.id, Intake: i}
}

func intakeCall(t testing.TB) *call {
	t.Helper()
	c := openCall(t)
	c.exec(t, `UPDATE consultations SET intake_days = 5 WHERE id = $1`, c.id)
	c.now = day(10).Add(9 * time.Hour)
	return c
}

func TestALetterIsRecordedWithItsScanOnTheDayOfItsPostmark(t *testing.T) {
	t.Parallel()
	c := intakeCall(t)
	token, err := c.UploadCommentFile(t.Context(), c.id, "朱国强来信.pdf", strings.NewReader("%PDF-1.7 扫描件"))
	if err != nil {
		t.Fatal(err)
	}
	in := c.letter(nil)
	in.Files = []string{token}
	receipt, err := c.RecordIntake(t.Context(), c.actor, in)
	if err != nil {
		t.Fatal(err)
	}
	id := c.idOf(t, receipt)
	for query, want := range map[string]int{
		`SELECT count(*) FROM comments WHERE id = $1 AND channel = 'letter' AND received_at = '2026-11-03 12:00+08' AND consent_version = '' AND public_name = '朱**'`: 1,
		`SELECT count(*) FROM intakes WHERE comment_id = $1 AND received_on = '2026-11-05' AND postmarked_on = '2026-11-03' AND batch_id IS NULL`:                     1,
		`SELECT count(*) FROM comment_files WHERE comment_id = $1 AND media_type = 'application/pdf'`:                                                                 1,
		`SELECT count(*) FROM suggestion_points WHERE comment_id = $1`:                                                                                                1,
		`SELECT count(*) FROM audit_entries WHERE action = 'intake.record' AND object_id LIKE '%/' || $1::text`:                                                       1,
	} {
		if got := c.count(t, query, id); got != want {
			t.Errorf("%s = %d, want %d", query, got, want)
		}
	}
	if record := c.dump(t, "audit_entries"); strings.Contains(record, "朱") || strings.Contains(record, "收集点") {
		t.Error("the record holds what the letter says, or who wrote it")
	}
	if status, err := c.Receipt(t.Context(), receipt.No, receipt.Secret); err != nil || status.Points[0].Body != "建议增加收集点。" {
		t.Errorf("its receipt shows %+v, %v", status, err)
	}
	if _, err := c.db.Exec(`UPDATE intakes SET place = 'x'`); err == nil {
		t.Error("what was recorded can be changed")
	}
}

func TestOneFormIsOneOpinionHoweverOftenItIsSent(t *testing.T) {
	t.Parallel()
	c := intakeCall(t)
	upload := func(content string) []string {
		token, err := c.UploadCommentFile(t.Context(), c.id, "扫描.pdf", strings.NewReader("%PDF-1.7 "+content))
		if err != nil {
			t.Fatal(err)
		}
		return []string{token}
	}
	in := c.letter(nil)
	in.IdempotencyKey = "form"
	var mu sync.Mutex
	nos := map[string]bool{}
	busy(t, 4, 2, func(int, int) error { // each click sends the file again
		again := in
		again.Files = upload("甲")
		receipt, err := c.RecordIntake(t.Context(), c.actor, again)
		mu.Lock()
		nos[receipt.No] = true
		mu.Unlock()
		return err
	}, func() error { return nil })
	if n := c.count(t, `SELECT count(*) FROM comments`); n != 1 || len(nos) != 1 {
		t.Errorf("%d comments, receipts %v", n, nos)
	}
	in.Files = upload("乙")
	if _, err := c.RecordIntake(t.Context(), c.actor, in); !fault.Is(err, fault.Mismatch) {
		t.Errorf("the form with another scan: %v", err)
	}
}

func TestTheWindowOfIntakeIsKeptToTheDay(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		now    time.Time
		change func(*consult.Intake)
		field  string
		key    string
	}{
		"a letter posted on the last day and received after it": {day(35), func(i *consult.Intake) { i.PostmarkedOn, i.ReceivedOn = day(30), day(34) }, "", ""},
		"a letter posted after closing":                         {day(35), func(i *consult.Intake) { i.PostmarkedOn, i.ReceivedOn = day(32), day(34) }, "postmarked_on", "intake.error.posted_late"},
		"a letter without a postmark, received after closing":   {day(35), func(i *consult.Intake) { i.PostmarkedOn, i.ReceivedOn = time.Time{}, day(34) }, "received_on", "intake.error.letter_late"},
		"a call on the phone, received after closing":           {day(35), func(i *consult.Intake) { *i = spoken(consult.ByPhone, day(34)) }, "received_on", "intake.error.late"},
		"a call in time, recorded on the last day":              {day(36).Add(23 * time.Hour), func(i *consult.Intake) { *i = spoken(consult.ByPhone, day(30)) }, "", ""},
		"a call in time, recorded when intake is over":          {day(37), func(i *consult.Intake) { *i = spoken(consult.ByPhone, day(30)) }, "received_on", "intake.error.over"},
		"a postmark before the opening":                         {day(10), func(i *consult.Intake) { i.PostmarkedOn = day(0) }, "postmarked_on", "intake.error.before_opening"},
		"a day in the future":                                   {day(10), func(i *consult.Intake) { i.ReceivedOn = day(11) }, "received_on", "intake.error.future"},
		"a postmark after the arrival":                          {day(10), func(i *consult.Intake) { i.PostmarkedOn = day(6) }, "postmarked_on", "intake.error.postmark_after"},
		"a postmark on a call":                                  {day(10), func(i *consult.Intake) { i.Channel = consult.ByPhone }, "postmarked_on", "intake.error.no_letter"},
		"a hearing nowhere":                                     {day(10), func(i *consult.Intake) { *i = spoken(consult.AtHearing, day(5)) }, "place", "intake.error.place_required"},
		"a channel of the website":                              {day(10), func(i *consult.Intake) { *i = spoken(consult.Web, day(5)) }, "channel", "intake.error.channel"},
		"no day":                                                {day(10), func(i *consult.Intake) { i.ReceivedOn, i.PostmarkedOn = time.Time{}, time.Time{} }, "received_on", "intake.error.received_on"},
		"no word":                                               {day(10), func(i *consult.Intake) { i.Submission.Points[0].Body = " " }, "points.0.body", "comment.error.body_required"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := intakeCall(t)
			c.now = x.now
			_, err := c.RecordIntake(t.Context(), c.actor, c.letter(x.change))
			if x.key == "" {
				if err != nil || c.count(t, `SELECT count(*) FROM comments m JOIN consultations c ON c.id = m.consultation_id
					WHERE m.received_at >= c.opens_at AND m.received_at < c.closes_at AND m.received_at <= $1`, x.now) != 1 {
					t.Errorf("refused, or stored outside the period: %v", err)
				}
				return
			}
			f := fault.Of(err)
			if f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != x.field || f.Fields[0].Key != x.key {
				t.Errorf("%v, want %s:%s", err, x.field, x.key)
			}
			if n := c.count(t, `SELECT count(*) FROM comments`); n != 0 {
				t.Error("it is stored all the same")
			}
		})
	}
}

// spoken is what somebody said.
func spoken(by consult.Channel, on time.Time) consult.Intake {
	return consult.Intake{Channel: by, ReceivedOn: on, Submission: opinion("同意。")}
}

func TestResultsWaitForTheIntakeOrForItsEnd(t *testing.T) {
	t.Parallel()
	c := intakeCall(t)
	if err := c.CloseIntake(t.Context(), c.actor, c.id); !fault.Is(err, fault.Conflict) {
		t.Errorf("the intake of an open call is ended: %v", err)
	}
	c.now = callCloses.Add(time.Hour)
	err := c.ReleaseResults(t.Context(), c.actor, c.id)
	if f := fault.Of(err); f.Kind != fault.Conflict || f.Key != "results.error.intake" {
		t.Errorf("results are released before the intake is over: %v", err)
	}
	missing, total, err := c.Repo.Missing(t.Context(), c.id, c.now, 10)
	if err != nil || total != 1 || missing[0].Key != "results.missing.intake" {
		t.Errorf("missing: %v, %v", missing, err)
	}
	if err := c.CloseIntake(t.Context(), c.actor, c.id); err != nil {
		t.Fatal(err)
	}
	_, err = c.RecordIntake(t.Context(), c.actor, c.letter(nil))
	if f := fault.Of(err); len(f.Fields) != 1 || f.Fields[0].Key != "intake.error.ended" {
		t.Errorf("recorded after the end: %v", err)
	}
	if err := c.CloseIntake(t.Context(), c.actor, c.id); !fault.Is(err, fault.Closed) {
		t.Errorf("ended twice: %v", err)
	}
	if err := c.ReleaseResults(t.Context(), c.actor, c.id); err != nil {
		t.Error(err)
	}
	_, err = c.RecordIntake(t.Context(), c.actor, c.letter(nil))
	if f := fault.Of(err); len(f.Fields) != 1 || f.Fields[0].Key != "intake.error.released" {
		t.Errorf("recorded after the results: %v", err)
	}
}

// table is rows as a sheet gives them.
func table(n int) []consult.IntakeRow {
	rows := make([]consult.IntakeRow, n)
	for i := range rows {
		rows[i] = consult.IntakeRow{Row: i + 3, Channel: consult.AtForum, ReceivedOn: "2026-11-06", Place: "城关镇座谈会", Name: "朱国强",
			Phone: fmt.Sprintf("199%08d", i), Clauses: "第三条、 第五条", Body: "建议增加收集点，并公布开放时间。"}
	}
	return rows
}

func TestATableIsRecordedWholeAndOnce(t *testing.T) {
	t.Parallel()
	c := intakeCall(t)
	batch, bad, err := c.PrepareIntakes(t.Context(), c.actor, c.id, table(1203), nil)
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	if stored := c.dump(t, "intake_batches"); strings.Contains(stored, "朱国强") || c.count(t, `SELECT count(*) FROM comments`) != 0 {
		t.Error("something is recorded before anybody confirms, or stands in clear")
	}
	b, err := c.IntakeBatch(t.Context(), c.id, batch)
	if err != nil || len(b.First) != 10 || b.First[0].Name != "朱**" || b.First[0].Phone != "" || b.SameAt != nil {
		t.Errorf("the preview shows %+v, %v", b, err)
	}
	busy(t, 2, 1, func(int, int) error { return c.ImportIntakes(t.Context(), c.actor, c.id, batch) }, func() error { return nil })
	for query, want := range map[string]int{
		`SELECT count(*) FROM comments WHERE channel = 'forum'`:                                      1203,
		`SELECT count(*) FROM point_clauses`:                                                         2406,
		`SELECT count(*) FROM intakes WHERE batch_id IS NOT NULL AND place <> ''`:                    1203,
		`SELECT coalesce(sum(comments), 0) FROM comment_counts`:                                      1203,
		`SELECT count(*) FROM intake_batches WHERE rows_sealed IS NULL`:                              1,
		`SELECT count(*) FROM audit_entries WHERE action = 'intake.import'`:                          1,
		`SELECT count(*) FROM (SELECT DISTINCT phone_index FROM comments) persons`:                   1203,
		`SELECT count(*) FROM suggestion_points WHERE suggestion_id IN (SELECT id FROM suggestions)`: 1203,
	} {
		if got := c.count(t, query); got != want {
			t.Errorf("%s = %d, want %d", query, got, want)
		}
	}
	list, err := c.BatchReceipts(t.Context(), c.actor, c.id, batch, "slips", 2, 1201)
	if err != nil || len(list) != 2 || list[1].BatchRow != 1205 {
		t.Fatalf("%+v, %v", list, err)
	}
	if _, err := c.Receipt(t.Context(), list[1].No, list[1].Secret); err != nil {
		t.Error("the last slip opens nothing:", err)
	}
	again, _, err := c.PrepareIntakes(t.Context(), c.actor, c.id, table(1203), nil)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := c.IntakeBatch(t.Context(), c.id, again); err != nil || b.SameAt == nil {
		t.Errorf("nobody is told that the same rows were imported before: %+v, %v", b, err)
	}
}

func TestATableWithOneWrongCellIsNotRecordedAtAll(t *testing.T) {
	t.Parallel()
	c := intakeCall(t)
	rows := table(5)
	rows[1].Phone, rows[2].Clauses, rows[3].ReceivedOn, rows[4].Body = "1", "第九条", "2026-10-01", ""
	batch, bad, err := c.PrepareIntakes(t.Context(), c.actor, c.id, rows, nil)
	var got []string
	for _, b := range bad {
		got = append(got, fmt.Sprintf("%d %s %s", b.Row, b.Column, b.Key))
	}
	want := "[4 phone comment.error.phone 5 clauses intake.error.label 6 received_on intake.error.before_opening 7 body comment.error.body_required]"
	if err != nil || batch != 0 || fmt.Sprint(got) != want {
		t.Errorf("%v, %v\nwant %s", got, err, want)
	}
	if n := c.count(t, `SELECT count(*) FROM intake_batches`); n != 0 {
		t.Error("rows are kept that nobody can confirm")
	}
}

func TestATableIsReadAgainWhenItIsConfirmed(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		meanwhile func(*testing.T, *call)
		kind      fault.Kind
	}{
		"a new draft without the clauses": {func(t *testing.T, c *call) {
			draft, _ := c.version(t, 2, true)
			c.exec(t, `UPDATE consultations SET draft_id = $1 WHERE id = $2`, draft, c.id)
		}, fault.Conflict},
		"the intake is over":    {func(_ *testing.T, c *call) { c.now = day(37) }, fault.Closed},
		"a day has gone by":     {func(t *testing.T, c *call) { c.now = c.now.Add(25 * time.Hour); retain(t, c) }, fault.Conflict},
		"somebody ended intake": {func(t *testing.T, c *call) { c.now = callCloses; must(t, c.CloseIntake(t.Context(), c.actor, c.id)) }, fault.Closed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := intakeCall(t)
			batch, bad, err := c.PrepareIntakes(t.Context(), c.actor, c.id, table(3), nil)
			if err != nil || len(bad) > 0 {
				t.Fatal(err, bad)
			}
			x.meanwhile(t, c)
			if err := c.ImportIntakes(t.Context(), c.actor, c.id, batch); !fault.Is(err, x.kind) {
				t.Errorf("confirmed: %v", err)
			}
			if n := c.count(t, `SELECT count(*) FROM comments`); n != 0 {
				t.Errorf("%d rows are recorded", n)
			}
		})
	}
}

func retain(t *testing.T, c *call) {
	t.Helper()
	_, err := c.EnforceRetention(t.Context())
	must(t, err)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestScansThatWereNotSentGoWithinADayAndTheOthersWithTheNames(t *testing.T) {
	t.Parallel()
	c := intakeCall(t)
	in := c.letter(nil)
	for _, name := range []string{"甲.pdf", "乙.pdf"} {
		token, err := c.UploadCommentFile(t.Context(), c.id, name, bytes.NewReader([]byte("%PDF-1.7 "+name)))
		must(t, err)
		in.Files = []string{token}
	}
	_, err := c.RecordIntake(t.Context(), c.actor, in)
	must(t, err)
	c.now = c.now.AddDate(0, 0, 2)
	retain(t, c)
	if n := c.count(t, `SELECT count(*) FROM comment_files`); n != 1 {
		t.Errorf("%d files are left, want the one that was sent", n)
	}
	c.exec(t, `UPDATE consultations SET results_at = closes_at WHERE id = $1`, c.id)
	c.now = callCloses.AddDate(3, 0, 0)
	retain(t, c)
	if n := c.count(t, `SELECT count(*) FROM comment_file_chunks`); n != 0 {
		t.Error("the scan outlives the name on it")
	}
}

func TestAScanIsTakenByItsContent(t *testing.T) {
	t.Parallel()
	c := intakeCall(t)
	for name, content := range map[string]string{"假.pdf": "MZ program", "空.png": "", "页.html": "<html>"} {
		_, err := c.UploadCommentFile(t.Context(), c.id, name, strings.NewReader(content))
		if f := fault.Of(err); f.Kind != fault.Invalid || f.Fields[0].Name != "files" {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := c.UploadCommentFile(t.Context(), c.id, "断.pdf", broken{})
	if err == nil || c.count(t, `SELECT count(*) FROM comment_file_chunks`) != 0 {
		t.Errorf("half a scan is kept: %v", err)
	}
}

// broken is an upload that is cut off.
type broken struct{}

func (broken) Read(p []byte) (int, error) { return copy(p, "%PDF-1.7"), errors.New("cut off") }
