package incident

import "strconv"

// grouped writes a number with its thousands apart.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Points writes hundredths as a number with two places.
func Points(hundredths int) string {
	return strconv.FormatFloat(float64(hundredths)/100, 'f', 2, 64)
}
