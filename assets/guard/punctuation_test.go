package guard

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"testing"
)

// asciiBesideHan is punctuation of English that touches a Chinese character, or a value that is put between them.
var asciiBesideHan = regexp.MustCompile(
	`[\p{Han}“”》）] ?[,:;()!?]|[,:;()!?] ?[\p{Han}“《（]|\p{Han}\.(\s|$)|\}\} ?[,;:?!()]|[,;:!()] ?\{\{`)

// oneMeaning are Chinese words that the window does not use, with the one that it uses for the same thing.
var oneMeaning = map[string]string{"共享台": "共享服务台", "工作台": "服务台", "示例台": "示例服务台", "主管": "合规负责人", "函件": "信函", "脱敏": "遮盖",
	"掩码": "遮盖", "审核": "复核", "坐席": "客服", "数据包": "副本包", "保存至": "保留至"}

func TestChineseTextsAreWrittenAsChinese(t *testing.T) {
	for key, said := range readTranslations(t, "zh-Hans") {
		if at := asciiBesideHan.FindString(said); at != "" {
			t.Errorf("%q: %q in %q is punctuation of English", key, at, said)
		}
		for word, instead := range oneMeaning {
			if regexp.MustCompile(word).MatchString(said) {
				t.Errorf("%q: %q says %s, everything else %s", key, said, word, instead)
			}
		}
	}
}

// glue is punctuation between two parts of a sentence, which every language has its own of.
var glue = regexp.MustCompile(`^[,:;] $|^ \($|^\)\.?$|^\. $`)

// TestNoSentenceIsGluedTogether refuses punctuation that the window puts between words without asking its language:
// frame.And, frame.Sentences or a text with places for values do.
func TestNoSentenceIsGluedTogether(t *testing.T) {
	for _, f := range goFiles(t, "ui", parser.SkipObjectResolution) {
		if f.test() || f.path == "ui/part/accessible.go" { // read out, not shown
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			sum, ok := n.(*ast.BinaryExpr)
			if !ok || sum.Op != token.ADD {
				return true
			}
			for _, side := range []ast.Expr{sum.X, sum.Y} {
				if lit, ok := side.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if text, err := strconv.Unquote(lit.Value); err == nil && glue.MatchString(text) {
						t.Errorf("%s: %s between two parts of a sentence", f.at(lit), lit.Value)
					}
				}
			}
			return true
		})
	}
}
