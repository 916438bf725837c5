package consult_test

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"testing"

	"nayan/internal/consult"
)

func TestASubmissionIsKeptAsTypedButForLineEndsAndOuterSpace(t *testing.T) {
	t.Parallel()
	s := consult.Submission{
		Points: []consult.Point{{Body: "　第一行\r\n\r\n  第二行\r第三行\x00 e\u0301 \xff\n", ClauseIDs: []int64{9, 3, 9}}},
		Name:   " 朱国强 ", Phone: "＋86 １９９-0000 1234", Email: " Li@Example.com ", Organisation: "云溪县\r\n百货店",
	}.Normalise()
	if got, want := s.Points[0].Body, "第一行\n\n  第二行\n第三行 e\u0301 \uFFFD"; got != want {
		t.Errorf("body %q, want %q", got, want)
	}
	if !slices.Equal(s.Points[0].ClauseIDs, []int64{3, 9}) || s.Points[0].Position != 1 {
		t.Errorf("point %+v", s.Points[0])
	}
	if s.Name != "朱国强" || s.Phone != "+86 199-0000 1234" || s.Email != "Li@Example.com" || s.Organisation != "云溪县 百货店" {
		t.Errorf("fields %+v", s)
	}
	if s.Identity != consult.Resident {
		t.Errorf("identity %q", s.Identity)
	}
}

func TestALineHoldsNothingThatTurnsTheDirectionOfWriting(t *testing.T) {
	t.Parallel()
	s := consult.Submission{Points: []consult.Point{{Body: "见\u202e附件"}}, Name: "\u202e强国朱", Phone: "\u202a19900001234\u202c",
		Organisation: "云溪县\u2066百货店\u2069"}.Normalise()
	if s.Name != "强国朱" || s.Phone != "19900001234" || s.Organisation != "云溪县百货店" {
		t.Errorf("name %+q, phone %+q, organisation %+q", s.Name, s.Phone, s.Organisation)
	}
	if s.Points[0].Body != "见\u202e附件" {
		t.Errorf("the words were changed: %+q", s.Points[0].Body)
	}
}

func TestSpellingsOfOneSenderAreRecognised(t *testing.T) {
	t.Parallel()
	for _, spelling := range []string{"19900001234", "199 0000 1234", "+86 199-0000-1234", "008619900001234", "１９９００００１２３４"} {
		if got := consult.PhoneKey(spelling); got != "19900001234" {
			t.Errorf("PhoneKey(%q) = %q", spelling, got)
		}
	}
	if consult.PhoneKey("0571-87654321") != "057187654321" {
		t.Error("a landline lost its area code")
	}
	if consult.EmailKey("Li@Example.com") != consult.EmailKey("li@example.com") {
		t.Error("e-mail case counts")
	}
	if consult.OrganisationKey("云溪 ＡＢＣ 公司") != consult.OrganisationKey("云溪abc公司") {
		t.Error("width or space of an organisation's name counts")
	}
}

func TestTheTextHashCanBeComputedFromWhatWasSent(t *testing.T) {
	t.Parallel()
	points := []consult.Point{{Body: "第一点"}, {Body: "第二点\n续行"}}
	sum := sha256.Sum256([]byte("第一点\n\n第二点\n续行"))
	if got := consult.TextHash(points); got != hex.EncodeToString(sum[:]) {
		t.Errorf("TextHash = %s", got)
	}
}
