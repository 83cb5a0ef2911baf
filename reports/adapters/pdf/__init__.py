"""Drawing of official documents with fpdf2, after the layout of Decree 30/2020/NĐ-CP."""
