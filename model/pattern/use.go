package pattern

// The methods are those of regexp.Regexp by the same names.

// MatchString reports whether s contains a match.
func (p *Pattern) MatchString(s string) bool { return p.compiled().MatchString(s) }

// FindString returns the leftmost match; empty where there is none.
func (p *Pattern) FindString(s string) string { return p.compiled().FindString(s) }

// FindStringIndex returns where the leftmost match begins and ends; nil where there is none.
func (p *Pattern) FindStringIndex(s string) []int { return p.compiled().FindStringIndex(s) }

// FindStringSubmatch returns the leftmost match and its groups; nil where there is none.
func (p *Pattern) FindStringSubmatch(s string) []string { return p.compiled().FindStringSubmatch(s) }

// FindStringSubmatchIndex returns where the leftmost match and its groups begin and end; nil where there is none.
func (p *Pattern) FindStringSubmatchIndex(s string) []int {
	return p.compiled().FindStringSubmatchIndex(s)
}

// FindAllString returns the matches, at most n unless n is negative.
func (p *Pattern) FindAllString(s string, n int) []string { return p.compiled().FindAllString(s, n) }

// FindAllStringIndex returns where the matches begin and end, at most n unless n is negative.
func (p *Pattern) FindAllStringIndex(s string, n int) [][]int {
	return p.compiled().FindAllStringIndex(s, n)
}

// FindAllStringSubmatch returns the matches and their groups, at most n unless n is negative.
func (p *Pattern) FindAllStringSubmatch(s string, n int) [][]string {
	return p.compiled().FindAllStringSubmatch(s, n)
}

// FindAllStringSubmatchIndex returns where the matches and their groups begin and end, at most n unless n is negative.
func (p *Pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return p.compiled().FindAllStringSubmatchIndex(s, n)
}

// ReplaceAllString returns s with its matches replaced; $1 in the replacement is the first group.
func (p *Pattern) ReplaceAllString(s, replacement string) string {
	return p.compiled().ReplaceAllString(s, replacement)
}

// ReplaceAllStringFunc returns s with its matches replaced by what a function makes of each.
func (p *Pattern) ReplaceAllStringFunc(s string, replacement func(string) string) string {
	return p.compiled().ReplaceAllStringFunc(s, replacement)
}

// Match reports whether b contains a match.
func (p *Pattern) Match(b []byte) bool { return p.compiled().Match(b) }

// Find returns the leftmost match; nil where there is none.
func (p *Pattern) Find(b []byte) []byte { return p.compiled().Find(b) }

// FindIndex returns where the leftmost match begins and ends; nil where there is none.
func (p *Pattern) FindIndex(b []byte) []int { return p.compiled().FindIndex(b) }

// FindSubmatch returns the leftmost match and its groups; nil where there is none.
func (p *Pattern) FindSubmatch(b []byte) [][]byte { return p.compiled().FindSubmatch(b) }

// FindAllSubmatchIndex returns where the matches and their groups begin and end, at most n unless n is negative.
func (p *Pattern) FindAllSubmatchIndex(b []byte, n int) [][]int {
	return p.compiled().FindAllSubmatchIndex(b, n)
}

// ReplaceAll returns b with its matches replaced; $1 in the replacement is the first group.
func (p *Pattern) ReplaceAll(b, replacement []byte) []byte {
	return p.compiled().ReplaceAll(b, replacement)
}

// ReplaceAllFunc returns b with every match replaced by what the function makes of it.
func (p *Pattern) ReplaceAllFunc(b []byte, replacement func([]byte) []byte) []byte {
	return p.compiled().ReplaceAllFunc(b, replacement)
}
