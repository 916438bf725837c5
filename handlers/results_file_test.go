package handlers_test

import (
	"encoding/csv"
	"mime"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/limit"
)

func TestTheResultsCanBeTakenHomeInThreeFormats(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	a, _ := s.answered()
	v, lines := s.visitor(), s.lines(a.no)
	for _, extension := range []string{"xlsx", "csv", "docx"} {
		got := v.get(a.at + "." + extension).want(http.StatusOK)
		_, params, err := mime.ParseMediaType(got.header.Get("Content-Disposition"))
		if err != nil || params["filename"] != "采纳情况-"+a.no+"."+extension || got.header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s comes as %v, %q: %v", extension, params, got.header.Get("Cache-Control"), err)
		}
		text := unpacked(t, got.body)
		for _, row := range lines {
			first, _, _ := strings.Cut(row.Reason, "\n")
			if !strings.Contains(text, first) {
				t.Errorf("%s lacks the answer to %d", extension, row.Position)
			}
		}
		if v.do(httptest.NewRequest(http.MethodHead, a.at+"."+extension, nil)).want(http.StatusOK).body != "" {
			t.Errorf("HEAD answers with the %s", extension)
		}
	}
	records, err := csv.NewReader(strings.NewReader(v.get(a.at + ".csv").body)).ReadAll()
	if err != nil || len(records) != len(lines)+1 {
		t.Fatalf("%d records for %d lines: %v", len(records), len(lines), err)
	}
	for i, row := range lines {
		got := records[i+1]
		if got[0] != strconv.Itoa(row.Position) || row.PublicName != "" && got[1] != row.PublicName || row.Body == "" && got[3] != "该意见内容未予公开" {
			t.Errorf("line %d reads %q", row.Position, got)
		}
	}
}

func TestTheFilesHoldTheClausesAsTheyWereAdopted(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.visitor()
	a, con := s.released()
	_, label := s.adoptedLine(con.ID)
	s.publishFinal(con, s.adoptedText(a.no, label))
	for _, extension := range []string{"xlsx", "csv", "docx"} {
		if text := unpacked(t, v.get(a.at+"."+extension).body); !strings.Contains(text, "按照就近便民的原则") {
			t.Errorf("%s lacks the clause as it was adopted", extension)
		}
	}
}

func TestThereIsNoFileBeforeTheRelease(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	for _, phase := range []consult.Phase{consult.Open, consult.Closed} {
		for _, extension := range []string{"xlsx", "csv", "docx"} {
			s.visitor().get("/consultations/" + s.firstIn(phase) + "/results." + extension).want(http.StatusNotFound)
		}
	}
}

func TestDownloadsAreLimitedByAddress(t *testing.T) {
	t.Parallel()
	s := newCounty(t, func(e *handlers.Env) { e.Limits.Download = limit.Rate{Count: 2, Period: time.Hour, Burst: 2} })
	a, _ := s.answered()
	for range 2 {
		s.visitor().get(a.at + ".csv").want(http.StatusOK)
	}
	s.visitor().get(a.at + ".docx").want(http.StatusTooManyRequests)
	s.visitor().get(a.at).want(http.StatusOK)
}

// Figures that do not add up to the lines break the file off: no half table passes
// for a whole one.
func TestAFileWithAMissingLineBreaksOff(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	a, con := s.answered()
	s.exec(`ALTER TABLE result_rows DISABLE TRIGGER USER`)
	s.exec(`UPDATE result_rows SET outcome = 'explained' WHERE consultation_id = $1 AND outcome = 'adopted'`, con.ID)
	s.exec(`ALTER TABLE result_rows ENABLE TRIGGER USER`)
	res, err := s.web.Test(httptest.NewRequest(http.MethodGet, a.at+".csv", nil), -1)
	if err == nil {
		_, err = csv.NewReader(res.Body).ReadAll()
		_ = res.Body.Close()
	}
	if err == nil {
		t.Error("the table ends as if it were whole")
	}
}

// A first batch is a document of its own, which says that there is more to come.
func TestAFirstBatchCanBeTakenHome(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	a, con := s.answered()
	s.exec(`ALTER TABLE results DISABLE TRIGGER USER`)
	s.exec(`UPDATE results SET left_open = 7 WHERE consultation_id = $1`, con.ID)
	s.exec(`ALTER TABLE consultations DISABLE TRIGGER USER`)
	s.exec(`UPDATE consultations SET results_at = NULL WHERE id = $1`, con.ID)
	v := s.visitor()
	if text := unpacked(t, v.get(a.at+".docx").want(http.StatusOK).body); !strings.Contains(text, "尚有 7 条正在研究办理") {
		t.Error("the statement does not say that there is more")
	}
	v.get(a.at).want(http.StatusOK).holds(".note", "尚有 7 条正在研究办理").holds(".lead", "已答复意见建议")
	if got := decode[struct {
		Released bool `json:"released"`
		LeftOpen int  `json:"left_open"`
	}](v.get("/api/v1" + a.at)); !got.Released || got.LeftOpen != 7 {
		t.Errorf("the API says %+v", got)
	}
	s.as(account.EveryUnit, account.Adjudicator).get(a.desk + "/results").want(http.StatusOK)
}
