package app_test

import (
	"strings"
	"testing"

	"nayan/internal/app"
)

func TestANoticeIsRenderedForAPage(t *testing.T) {
	t.Parallel()
	for md, want := range map[string]string{
		"# 公告\n\n正文":                        "<h2>公告</h2>\n<p>正文</p>\n",
		"### 三\n\n##### 五\n\n#### 四\n\n# 一": "<h2>三</h2>\n<h3>五</h3>\n<h3>四</h3>\n<h2>一</h2>\n",
		"云溪县司法局\n2026年11月22日":               "<p>云溪县司法局<br>\n2026年11月22日</p>\n",
		"    四个空格开头的一段":                     "<p>四个空格开头的一段</p>\n",
		"　　缩进的一段":                           "<p>　　缩进的一段</p>\n",
		"**重点** *次要*":                       "<p><strong>重点</strong> <em>次要</em></p>\n",
		"3. 三\n4. 四":                        "<ol start=\"3\">\n<li>三</li>\n<li>四</li>\n</ol>\n",
		"[网站](https://www.gov.cn/a?b=1)":    "<p><a href=\"https://www.gov.cn/a?b=1\" rel=\"nofollow noopener\">网站</a></p>\n",
		"[清单](/consultations/2026-0001)":    "<p><a href=\"/consultations/2026-0001\" rel=\"nofollow noopener\">清单</a></p>\n",
		"<a@b.cn>":                          "<p><a href=\"mailto:a@b.cn\" rel=\"nofollow noopener\">a@b.cn</a></p>\n",
		"- 甲\n    - 乙\n\n      乙的第二段":       "<ul>\n<li>甲\n<ul>\n<li>\n<p>乙</p>\n<p>乙的第二段</p>\n</li>\n</ul>\n</li>\n</ul>\n",
		"": "",
	} {
		if got := app.RenderMarkdown(md); got != want {
			t.Errorf("%q is rendered as %q, want %q", md, got, want)
		}
	}
	table := app.RenderMarkdown("| 项 | 数 |\n|:--|--:|\n| 甲 | 1 |")
	if !strings.Contains(table, `<th align="left">项</th>`) || !strings.Contains(table, `<td align="right">1</td>`) || strings.Contains(table, "style") {
		t.Errorf("table: %q", table)
	}
}

func TestWhatIsRenderedCannotHarmThePage(t *testing.T) {
	t.Parallel()
	for _, md := range []string{
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))",
		"![图](https://elsewhere.example/track.png)", "<p style=\"position:fixed\">x</p>", "[x](data:text/html,<script>alert(1)</script>)",
		"<iframe src=//elsewhere.example></iframe>", "<form action=/desk><input></form>", "[x](vbscript:x \"onclick=alert(1)\")",
		"<javascript:alert(1)>", "```html\n<script>alert(1)</script>\n```", "<a href=x onclick=alert(1)>x</a>", "<svg/onload=alert(1)>",
	} {
		got := strings.ToLower(app.RenderMarkdown(md))
		for _, bad := range []string{"<script", "<img", "href=\"javascript", "href=\"data", "href=\"vbscript", "<iframe", "<form", "<svg", "style=", "onclick=alert(1)\">", "onerror="} {
			if strings.Contains(got, bad) {
				t.Errorf("%q is rendered as %q", md, got)
			}
		}
	}
}

func FuzzMarkdownNeverYieldsWhatThePolicyForbids(f *testing.F) {
	f.Add("# a\n<b>\n[x](javascript:1)")
	f.Fuzz(func(t *testing.T, md string) {
		got := strings.ToLower(app.RenderMarkdown(md))
		for _, bad := range []string{"<script", "<img", "<h1", "<iframe", "<style", "href=\"javascript:"} {
			if strings.Contains(got, bad) {
				t.Errorf("%q is rendered as %q", md, got)
			}
		}
	})
}
