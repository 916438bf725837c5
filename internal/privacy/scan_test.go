package privacy

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// lines gives the lines of a table, without its comments.
func lines(t testing.TB, name string) (all []string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata/scan", name))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && line[0] != '#' {
			all = append(all, line)
		}
	}
	return all
}

// unseen writes the characters that the table spells out, since nobody sees them.
var unseen = strings.NewReplacer(`\t`, "\t", `\u200b`, "\u200b", `\u200d`, "\u200d", `\u00ad`, "\u00ad", `\u00a0`, "\u00a0", `\u3000`, "\u3000")

// hit is a line of positive.tsv.
type hit struct {
	kind       FindingKind
	text, says string
}

func positives(t testing.TB) (all []hit) {
	t.Helper()
	for _, line := range lines(t, "positive.tsv") {
		f := strings.Split(line, "\t")
		all = append(all, hit{FindingKind(f[0]), unseen.Replace(f[1]), unseen.Replace(f[2])})
	}
	return all
}

func TestPersonalDataIsFoundHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	all, kinds := positives(t), map[FindingKind]int{}
	for _, want := range all {
		kinds[want.kind]++
		got := Scan(want.says)
		if len(got) != 1 || got[0].Kind != want.kind || got[0].Text != want.text || got[0].Offset != strings.Index(want.says, want.text) {
			t.Errorf("%q: got %+v, want %s %q", want.says, got, want.kind, want.text)
		}
	}
	if len(all) < 150 || len(kinds) != len(FindingKinds) {
		t.Errorf("%d cases of %d kinds", len(all), len(kinds))
	}
}

func TestOtherNumbersAreNoPersonalData(t *testing.T) {
	t.Parallel()
	all := lines(t, "negative.txt")
	for _, line := range all {
		if got := Scan(line); len(got) != 0 {
			t.Errorf("%q: got %+v", line, got)
		}
	}
	if len(all) < 150 {
		t.Errorf("%d cases", len(all))
	}
}

func TestTheChecksumsOfTheStandardsDecide(t *testing.T) {
	t.Parallel()
	f, err := os.Open("testdata/scan/idcodes.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		kind, value, valid := row[0], row[1], row[2] == "valid"
		got := Scan("证件号码：" + value + "。")
		if want := kind == "resident_id" && valid; len(got) == 1 != want || want && got[0].Kind != ResidentID || len(got) > 1 {
			t.Errorf("%s %q (%s): got %+v", kind, value, row[3], got)
		}
	}
}

// laws gives real acts; NAYAN_DRAFT_CORPUS names more of them.
func laws(t testing.TB) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, dir := range append([]string{"../draft/testdata"}, filepath.SplitList(os.Getenv("NAYAN_DRAFT_CORPUS"))...) {
		files, err := filepath.Glob(filepath.Join(dir, "*.md"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", dir, len(files), err)
		}
		for _, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts[name] = string(data)
		}
	}
	return texts
}

func TestNothingPersonalStandsInTheLaw(t *testing.T) {
	t.Parallel()
	for name, text := range laws(t) {
		for _, f := range Scan(text) {
			t.Errorf("%s: %s %q at %d", name, f.Kind, f.Text, f.Offset)
		}
	}
}

func TestFindingsStandInTheOrderOfTheTextAndTheLongerOneStays(t *testing.T) {
	t.Parallel()
	const text = "张三，身份证11010519491231002X，家住云溪县建设路12号，电话13900000001、0558-7123456，邮箱13900000001@example.com，车牌皖N12345，卡号4111 1111 1111 1111。"
	var kinds []FindingKind
	for _, f := range Scan(text) {
		kinds = append(kinds, f.Kind)
	}
	want := []FindingKind{ResidentID, Address, Mobile, Landline, Email, Plate, BankCard}
	if !slices.Equal(kinds, want) {
		t.Errorf("got %v, want %v", kinds, want)
	}
}

func TestARowOfManyNumbersHidesNone(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("13900000001 ", 40) + strings.Repeat("1 2 3 4 5 6 7 8 9 ", 20) + "0558-7123456"
	if got := Scan(text); len(got) != 41 {
		t.Errorf("found %d", len(got))
	}
}

func TestAFindingIsShownWithoutGivingItAway(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"13900000001": "139******01", "皖N12345": "皖N1****", "a@b.cn": "a@b***", "建设路12号": "建设路***", "１３９００００００１": "１３９*****０１", "": "", "张": "*",
	} {
		if got := (Finding{Text: text}).Masked(); got != want {
			t.Errorf("%q shows %q, want %q", text, got, want)
		}
	}
}

// FuzzScan holds that findings lie where they say, in order, apart, and that
// what is found alone is found again.
func FuzzScan(f *testing.F) {
	for _, p := range positives(f) {
		f.Add(p.says)
	}
	for _, line := range lines(f, "negative.txt") {
		f.Add(line)
	}
	f.Add("\u200b\u200b1\xff3９\xef\xbc号幢12-室京\xe4A12345@.@a..b路1号")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, found := range Scan(text) {
			if found.Offset < end || found.Text == "" || text[found.Offset:found.Offset+len(found.Text)] != found.Text {
				t.Fatalf("%+v does not stand there", found)
			}
			end = found.Offset + len(found.Text)
			if !slices.Contains(FindingKinds, found.Kind) {
				t.Errorf("kind %q", found.Kind)
			}
			_ = found.Masked()
		}
	})
}

// BenchmarkScan reads real acts with personal data strewn in, about one piece
// per kilobyte.
func BenchmarkScan(b *testing.B) {
	var text strings.Builder
	planted := positives(b)
	n := 0
	for _, law := range laws(b) {
		for len(law) > 0 {
			cut := strings.IndexByte(law[min(len(law)-1, 1000):], '\n')
			cut = min(len(law), max(0, cut)+min(len(law)-1, 1000)+1)
			text.WriteString(law[:cut])
			text.WriteString(planted[n%len(planted)].says + "\n")
			law, n = law[cut:], n+1
		}
	}
	mixed := text.String()
	b.SetBytes(int64(len(mixed)))
	b.ReportAllocs()
	for b.Loop() {
		if found := len(Scan(mixed)); found < n*9/10 {
			b.Fatalf("found %d of %d", found, n)
		}
	}
}
