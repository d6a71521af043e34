package sheet

// ReadInPieces has files above a size read in pieces of another; it returns what puts the old ones back.
func ReadInPieces(above int64, piece int) (back func()) {
	before, was := wholeUpTo, onePiece
	wholeUpTo, onePiece = above, piece
	return func() { wholeUpTo, onePiece = before, was }
}
