package app_test

import (
	"encoding/json"
	"strings"
	"testing"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
)

// withFile sends a comment with a file and makes it the person's.
func (c *call) withFile(t *testing.T, p app.Person, name string) consult.Receipt {
	t.Helper()
	var id int64
	if err := c.db.Get(&id, `SELECT id FROM consultations WHERE no = $1`, c.no); err != nil {
		t.Fatal(err)
	}
	token, err := c.UploadCommentFile(t.Context(), id, name, strings.NewReader("%PDF-1.7"))
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := c.SubmitComment(t.Context(), app.SubmitInput{ConsultationNo: c.no, Submission: signed(c.clauses[0]), Channel: "web",
		AccountID: p.ID, Files: []string{token}})
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

func TestTheFilesOfACommentAreInTheCopyOfWhatIsHeldAndGoWithThePerson(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	p := c.resident(t, "ouyang@example.com", "")
	receipt := c.withFile(t, p, "欧阳家门口.pdf")
	data, err := c.PersonalData(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := json.Marshal(data); err != nil || !strings.Contains(string(text), "欧阳家门口.pdf") {
		t.Errorf("the copy tells of no file: %s, %v", text, err)
	}
	c.erase(t, p)
	if n := c.count(t, `SELECT count(*) FROM comment_files`) + c.count(t, `SELECT count(*) FROM comment_file_chunks`); n != 0 {
		t.Error("the file outlives the person")
	}
	if status, err := c.Receipt(t.Context(), receipt.No, receipt.Secret); err != nil || len(status.Files) != 0 {
		t.Errorf("the receipt tells of %d files: %v", len(status.Files), err)
	}
}

func TestTheFilesOfACommentGoWithTheNames(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.withFile(t, c.resident(t, "ouyang@example.com", ""), "照片.pdf")
	c.exec(t, `UPDATE consultations SET results_at = closes_at`)
	c.now = c.now.AddDate(3, 0, 0)
	retain(t, c)
	if n := c.count(t, `SELECT count(*) FROM comment_files`); n != 0 {
		t.Error("the file outlives the name of who sent it")
	}
}

func TestAnyNumberOfFilesBeyondTheMostIsRefused(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	_, err := c.SubmitComment(t.Context(), app.SubmitInput{ConsultationNo: c.no, Submission: signed(c.clauses[0]), Channel: "web",
		Files: make([]string, app.MaxCommentFiles+1)})
	if f := fault.Of(err); f.Kind != fault.Invalid || f.Fields[0].Name != "files" {
		t.Errorf("%v", err)
	}
}
