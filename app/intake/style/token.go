package style

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/css"

	"orangelab.cn/rightsdesk/model/pattern"
)

// maxNested is how deep rules in rules are followed.
const maxNested = 12

// cssBlock is one statement of a style sheet, or of the inside of a rule.
type cssBlock struct {
	at      string // the name of an at-rule, in lower case, without its @
	prelude []css.Token
	body    []css.Token // nil where it ends with a semicolon
}

// tokensOf parts a style into its tokens.
func tokensOf(text string) (tokens []css.Token) {
	lexer := css.NewLexer(parse.NewInputString(text))
	for {
		kind, data := lexer.Next()
		if kind == css.ErrorToken {
			return tokens
		}
		if kind != css.CDOToken && kind != css.CDCToken {
			tokens = append(tokens, css.Token{TokenType: kind, Data: data})
		}
	}
}

// rulesIn parts tokens into statements as the standard does (CSS Syntax 3, 5.4); at the top of a sheet a semicolon ends
// none but an at-rule.
func rulesIn(tokens []css.Token, top bool) (list []cssBlock) {
	for i := 0; i < len(tokens); {
		if kind := tokens[i].TokenType; kind == css.WhitespaceToken || kind == css.CommentToken {
			i++
			continue
		}
		b := cssBlock{}
		if tokens[i].TokenType == css.AtKeywordToken {
			b.at = strings.ToLower(unescapeCSS(string(tokens[i].Data[1:])))
			i++
		}
		start, level := i, 0
		for ; i < len(tokens); i++ {
			kind := tokens[i].TokenType
			if level == 0 && (kind == css.LeftBraceToken || kind == css.SemicolonToken && (!top || b.at != "") ||
				kind == css.RightBraceToken) {
				break
			}
			level = max(0, level+opens(kind))
		}
		b.prelude = tokens[start:i]
		if i < len(tokens) && tokens[i].TokenType == css.LeftBraceToken {
			end := closing(tokens, i)
			b.body = tokens[i+1 : end : end]
			i = end
		}
		i++
		list = append(list, b)
	}
	return list
}

// opens is 1 for a token that opens brackets, -1 for one that closes them.
func opens(kind css.TokenType) int {
	switch kind {
	case css.LeftBraceToken, css.LeftParenthesisToken, css.LeftBracketToken, css.FunctionToken:
		return 1
	case css.RightBraceToken, css.RightParenthesisToken, css.RightBracketToken:
		return -1
	}
	return 0
}

// closing returns where the brace that opens at i is closed; the end where it never is.
func closing(tokens []css.Token, i int) int {
	level := 0
	for ; i < len(tokens); i++ {
		switch tokens[i].TokenType {
		case css.LeftBraceToken:
			level++
		case css.RightBraceToken:
			if level--; level == 0 {
				return i
			}
		}
	}
	return i
}

// splitAt parts tokens at those of a kind that stand in no brackets.
func splitAt(tokens []css.Token, kind css.TokenType) (list [][]css.Token) {
	level, start := 0, 0
	for i, t := range tokens {
		if t.TokenType == kind && level == 0 {
			list = append(list, tokens[start:i])
			start = i + 1
		}
		level = max(0, level+opens(t.TokenType))
	}
	return append(list, tokens[start:])
}

// textOf is what tokens say, in one line.
func textOf(tokens []css.Token) string {
	var b strings.Builder
	for _, t := range tokens {
		switch t.TokenType {
		case css.CommentToken:
		case css.WhitespaceToken:
			b.WriteByte(' ')
		default:
			b.Write(t.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

// Declaration is one property of a style with its value, in lower case and without blanks but between words.
type Declaration struct {
	Name, Value string
	important   bool
}

// declarationsOf are the declarations among the statements of a rule.
func declarationsOf(list []cssBlock) (out []Declaration) {
	for _, b := range list {
		if b.at == "" && b.body == nil {
			if d, ok := declarationOf(b.prelude); ok {
				out = append(out, d.parts()...)
			}
		}
	}
	return out
}

// inlineStyle reads the style of one element.
func inlineStyle(text string) []Declaration {
	return declarationsOf(rulesIn(tokensOf(text[:min(len(text), maxInline)]), false))
}

var (
	vendor    = pattern.New(`^-(?:webkit|moz|ms|o|khtml)-`)
	important = pattern.New(`(?i)!\s*important\s*$`)
)

// declarationOf makes a declaration of its tokens.
func declarationOf(tokens []css.Token) (d Declaration, ok bool) {
	at := 0
	for at < len(tokens) && (tokens[at].TokenType == css.WhitespaceToken || tokens[at].TokenType == css.CommentToken) {
		at++
	}
	if at == len(tokens) || tokens[at].TokenType != css.IdentToken &&
		tokens[at].TokenType != css.CustomPropertyNameToken {
		return d, false
	}
	name := unescapeCSS(string(tokens[at].Data))
	rest := tokens[at+1:]
	for len(rest) > 0 && (rest[0].TokenType == css.WhitespaceToken || rest[0].TokenType == css.CommentToken) {
		rest = rest[1:]
	}
	if len(rest) == 0 || rest[0].TokenType != css.ColonToken {
		// What begins with -- is lexed with all that follows it, or without.
		return d, false
	}
	value := strings.Join(strings.Fields(textOf(rest[1:])), " ")
	if m := important.FindStringIndex(value); m != nil {
		d.important, value = true, value[:m[0]]
	}
	d.Value = strings.TrimSpace(commaBlank.ReplaceAllString(value, "$1"))
	if strings.HasPrefix(name, "--") {
		d.Name = name
		return d, true
	}
	if d.Name = vendor.ReplaceAllString(strings.ToLower(name), ""); d.Name != "content" {
		d.Value = strings.ToLower(unescapeCSS(d.Value))
	}
	return d, true
}

// commaBlank are the blanks around what parts values.
var commaBlank = pattern.New(`\s*([,/])\s*`)

var cssEscape = pattern.New(`\\(?:([0-9A-Fa-f]{1,6})[ \t\r\n\f]?|\r\n|\n|(.))`)

// unescapeCSS undoes the escapes of a style: \70 is p.
func unescapeCSS(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	return cssEscape.ReplaceAllStringFunc(text, func(e string) string {
		m := cssEscape.FindStringSubmatch(e)
		if m[1] == "" {
			return m[2]
		}
		n, err := strconv.ParseUint(m[1], 16, 32)
		if r := rune(n); err == nil && n != 0 && utf8.ValidRune(r) {
			return string(r)
		}
		return "?"
	})
}
