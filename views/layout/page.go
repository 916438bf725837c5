package layout

import (
	"github.com/a-h/templ"

	"nayan/views/static"
)

// Site is what the county configures: its names and the marks that a
// government website must carry (政府网站发展指引, 国办发〔2017〕47号).
// An empty mark is left out.
type Site struct {
	County     string // 云溪县
	Name       string // of the platform: 云溪县公众参与平台
	Emblem     string // one character on the seal, when there is no EmblemURL
	EmblemURL  string // address of an image that stands in place of the seal
	BaseURL    string // where the public reaches the site, without a slash at the end; QR codes need it
	Organiser  string // 主办单位
	Operator   string // 承办单位
	Phone      string // 联系电话
	SiteCode   string // 网站标识码
	ICP        string // ICP备案号
	PoliceCode string // 公安网备号, as displayed
	Petitions  string // where complaints and petitions (信访) go; the usual channels when empty
}

// Nav names the entry of the public navigation that a page belongs to.
type Nav string

// The entries. A page outside of them leaves Nav empty.
const (
	NavHome          Nav = "home"
	NavConsultations Nav = "consultations"
	NavOpenDays      Nav = "open_days"
	NavReceipts      Nav = "receipts"
	NavAccount       Nav = "account"
)

// Link is one place to go. Current marks the page one is on.
type Link struct {
	Href    string
	Text    string
	Current bool
}

// Width says how wide the content of a page may grow.
type Width string

// The widths. Full leaves the columns to the page itself.
const (
	Wide   Width = "" // tables and cards
	Narrow Width = "narrow"
	Full   Width = "full"
)

// Page is what the frame of a page needs. Every page value embeds it.
type Page struct {
	Title  string // of the page alone; the platform's name is added
	Site   Site
	Nav    Nav
	Crumbs []Link // the way here after 首页; the last one is the page itself and needs no Href
	Width  Width
	Faulty bool   // the form on it was rejected: its title begins with 错误
	Query  string // term shown in the search box
	CSRF   string // token for the page's forms
	Notice string // version of the privacy notice that the page's forms refer to
	Begin  string // id of where the text begins, when a navigation comes before it in main
	Meta   []Meta
	Feeds  []Link // what readers of feeds find on the page

	Menu   []Link          // replaces the public navigation, for the desk
	Area   string          // names the workplace beside the emblem, for the desk
	Side   templ.Component // stands at the right of the header, for the desk
	Styles []string        // further sheets by their names in package static
}

// Meta is one <meta name content> of the head.
type Meta struct{ Name, Content string }

// navEntry is one line of the public navigation; its text is the key "nav." and the entry's name.
type navEntry struct {
	nav  Nav
	href string
}

var navigation = []navEntry{
	{NavHome, "/"},
	{NavConsultations, "/consultations"},
	{NavOpenDays, "/open-days"},
	{NavReceipts, "/receipts"},
	{NavAccount, "/account"},
}

// begin is where the link past the navigation leads.
func (p Page) begin() string {
	if p.Begin == "" {
		return "#main"
	}
	return "#" + p.Begin
}

func (p Page) mainClass() string {
	switch p.Width {
	case Full:
		return ""
	case Narrow:
		return "wrap narrow"
	default:
		return "wrap"
	}
}

func (p Page) sheets() []string {
	out := []string{static.URL("app.css")}
	for _, name := range p.Styles {
		out = append(out, static.URL(name))
	}
	return out
}

// icpRegister and policeRegister are where the law's registers can be looked up;
// the registration number must link to its register (非经营性互联网信息服务备案管理办法 art. 13).
const (
	icpRegister    = "https://beian.miit.gov.cn/"
	policeRegister = "https://beian.mps.gov.cn/"
)
