package value

// DataType is a fideslang data_type; Name is empty where the file says nothing.
type DataType struct {
	Name  string // string, integer, float, boolean, object_id, object
	Array bool
}
