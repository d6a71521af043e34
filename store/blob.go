package store

import (
	"fmt"
	"io"

	"github.com/google/uuid"
)

// blobPart is the largest part of a blob; a transaction holds one at a time.
const blobPart = 1 << 20

type blobRow struct {
	BlobID     string `gorm:"primaryKey"`
	Seq        int    `gorm:"primaryKey;autoIncrement:false"`
	RequestID  int64
	PartSealed Sealed
}

func (blobRow) TableName() string { return "blob_part" }

// SaveBlob seals everything r gives under the request's key and returns the blob's ID.
func (tx *Tx) SaveBlob(request int64, r io.Reader) (string, error) {
	key, err := tx.requestKey(request)
	if err != nil {
		return "", err
	}
	id := uuid.NewString()
	buf := make([]byte, blobPart)
	for seq := 0; ; seq++ {
		n, err := io.ReadFull(r, buf)
		if n > 0 {
			sealed, err := seal(key, 0, place("blob_part", "part", fmt.Sprint(id, seq)), buf[:n])
			if err != nil {
				return "", err
			}
			if err := tx.db.Create(&blobRow{id, seq, request, sealed}).Error; err != nil {
				return "", mapError(err)
			}
		}
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			return id, nil
		default:
			return "", fmt.Errorf("store: read for sealing: %w", err)
		}
	}
}

// ReadBlob opens a blob of a request and writes it to w.
func (v *View) ReadBlob(request int64, id string, w io.Writer) error {
	key, err := v.requestKey(request)
	if err != nil {
		return err
	}
	for seq := 0; ; seq++ {
		var rows []blobRow
		if err := v.db.Where("blob_id = ? AND seq = ? AND request_id = ?", id, seq, request).Find(&rows).Error; err != nil {
			return mapError(err)
		}
		if len(rows) == 0 {
			if seq == 0 {
				return ErrNotFound
			}
			return nil
		}
		plain, err := unseal(key, place("blob_part", "part", fmt.Sprint(id, seq)), rows[0].PartSealed)
		if err != nil {
			return err
		}
		if _, err := w.Write(plain); err != nil {
			return fmt.Errorf("store: write opened data: %w", err)
		}
	}
}

// DeleteBlob removes a blob, as the picture of a document after the decision.
func (tx *Tx) DeleteBlob(id string) error {
	return mapError(tx.db.Where("blob_id = ?", id).Delete(&blobRow{}).Error)
}
