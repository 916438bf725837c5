package report_test

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"nayan/internal/consult"
	"nayan/internal/report"
)

// phrases are what the opinions and answers of the benchmark are put together from.
var phrases = strings.Split("建议将登记期限由十五日延长为三十日，|我家住在三楼，加装电梯后采光受到影响，|噪声管理时间应当从晚上九点开始，|请明确补偿标准由谁确定、由谁承担，|"+
	"老人和学生需要安静的休息环境，|外出务工人员回乡办理十分不便，|各乡镇便民服务中心应当设立登记点，|收费标准应当向社会公布，|现有规定与上级文件不一致，|"+
	"请补充对残疾人、老年人的便利措施，|希望增加夜间公交班次，|违规处理程序应当写清楚，|小区物业没有权力收取这项费用，|经研究，您的意见合理，|已在修改稿中作了相应调整，|"+
	"该事项由《云溪县公共场所管理规定》调整，|不属于本办法的适用范围，|相关部门正在另行制定实施细则，|考虑到实际管理能力，暂不作调整，|与相邻县的标准保持一致，", "|")

// many are results with so many lines of about 90 characters of opinion and 60 of
// reason, the same at every call.
func many(n int) report.Results {
	r := dogs()
	r.Totals = consult.Totals{Comments: n, Persons: n, Suggestions: n}
	r.Totals.Adopted, r.Totals.NotAdopted = (n+1)/2, n/2
	r.Lines = func(yield func(report.Line, error) bool) {
		rnd := rand.New(rand.NewPCG(1, 2))
		some := func(n int) string {
			var b strings.Builder
			for range n {
				b.WriteString(phrases[rnd.IntN(len(phrases))])
			}
			return b.String() + strconv.Itoa(rnd.IntN(1_000_000))
		}
		for i := range n {
			l := report.Line{Position: i + 1, Name: "朱**", Clause: "第" + strconv.Itoa(rnd.IntN(90)) + "条", Body: some(6), Comments: 1, Persons: 1,
				Outcome: []consult.Outcome{consult.Adopted, consult.NotAdopted}[i%2], Reason: some(4), Final: some(3), Released: "2026年10月22日"}
			if !yield(l, nil) {
				return
			}
		}
	}
	return r
}

// peak runs f and gives the most memory that the program held meanwhile, in MB.
func peak(f func()) float64 {
	debug.FreeOSMemory()
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	done, most := make(chan struct{}), make(chan uint64)
	go func() {
		top, tick := uint64(0), time.NewTicker(2*time.Millisecond)
		defer tick.Stop()
		for {
			metrics.Read(sample)
			top = max(top, sample[0].Value.Uint64()-sample[1].Value.Uint64())
			select {
			case <-tick.C:
			case <-done:
				most <- top
				return
			}
		}
	}()
	f()
	close(done)
	return float64(<-most) / 1e6
}

type counting int64

func (c *counting) Write(p []byte) (int, error) { *c += counting(len(p)); return len(p), nil }

// BenchmarkReport writes the results of a call in every form; the yardsticks are
// encoding/csv and excelize's StreamWriter with the same lines in the same run.
func BenchmarkReport(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		r := many(n)
		for _, c := range []struct {
			name  string
			write func(io.Writer) error
		}{
			{"yardstick encoding-csv", func(w io.Writer) error { return plainCSV(w, r.Lines) }},
			{"yardstick excelize", func(w io.Writer) error { return byLibrary(w, r.Lines) }},
			{"csv", func(w io.Writer) error { return r.WriteCSV(w, words) }},
			{"xlsx", func(w io.Writer) error { return r.WriteXLSX(w, words) }},
			{"docx", func(w io.Writer) error { return r.WriteDOCX(w, words) }},
		} {
			b.Run(fmt.Sprintf("%s %d", c.name, n), func(b *testing.B) {
				for range b.N {
					var size counting
					held := peak(func() {
						if err := c.write(&size); err != nil {
							b.Error(err)
						}
					})
					b.ReportMetric(held, "peak-MB")
					b.ReportMetric(float64(size)/1e6, "file-MB")
				}
			})
		}
	}
}

func fields(l report.Line) []string {
	return []string{strconv.Itoa(l.Position), l.Name, l.Clause, l.Body, strconv.Itoa(l.Comments), strconv.Itoa(l.Persons), strconv.Itoa(l.Enterprises),
		string(l.Outcome), l.Reason, l.Final, l.Released}
}

func plainCSV(w io.Writer, list iter.Seq2[report.Line, error]) error {
	out := csv.NewWriter(w)
	for l, err := range list {
		if err != nil {
			return err
		}
		if err := out.Write(fields(l)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func byLibrary(w io.Writer, list iter.Seq2[report.Line, error]) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	stream, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	n := 0
	for l, err := range list {
		if err != nil {
			return err
		}
		n++
		cells := make([]any, 0, 11)
		for _, field := range fields(l) {
			cells = append(cells, field)
		}
		if err := stream.SetRow("A"+strconv.Itoa(n), cells); err != nil {
			return err
		}
	}
	if err := stream.Flush(); err != nil {
		return err
	}
	return f.Write(w)
}
