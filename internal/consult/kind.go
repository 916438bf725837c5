package consult

import "slices"

// Kind is the legal class of a draft; its KindRule has the minimum period.
type Kind string

// The kinds. Counties make normative documents (行政规范性文件), not rules (规章):
// 立法法 gives those to cities with districts and above, so that Rule is off until
// an administrator of one switches it on.
const (
	MajorDecision     Kind = "major_administrative_decision" // 重大行政决策
	Rule              Kind = "rule"                          // 规章
	BusinessDocument  Kind = "normative_document_business"   // 与市场主体生产经营密切相关的行政规范性文件
	NormativeDocument Kind = "normative_document"            // 其他行政规范性文件
	Plan              Kind = "plan"                          // 规划计划
	LivelihoodProject Kind = "livelihood_project"            // 民生实事项目
	OtherKind         Kind = "other"                         // 其他
)

// Kinds lists every kind in the order forms show them.
var Kinds = []Kind{MajorDecision, Rule, BusinessDocument, NormativeDocument, Plan, LivelihoodProject, OtherKind}

// Valid reports whether k is one of Kinds.
func (k Kind) Valid() bool { return slices.Contains(Kinds, k) }

// Audience says whom a consultation addresses.
type Audience string

// The audiences.
const (
	Public      Audience = "public"      // 社会公众
	Enterprises Audience = "enterprises" // 企业及行业协会商会（涉企意见征集）
)

// Audiences lists every audience in the order forms show them.
var Audiences = []Audience{Public, Enterprises}

// Valid reports whether a is one of Audiences.
func (a Audience) Valid() bool { return slices.Contains(Audiences, a) }
