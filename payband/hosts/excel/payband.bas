Attribute VB_Name = "PaybandFunctions"
Option Explicit
' Written by "payband excel install" from payband's own list of functions: run that again rather than editing this.
'
' Each function hands its arguments to Python through xlwings and gives true error values back: a sum over a cell that
' could not be computed shows the error, never a smaller total. The words stay here: =PAYBAND_EXPLAIN(B2) or
' =PAYBAND_CHECK(B2), of a cell that shows an error, gives them.

Private Const UDF_MODULE As String = "payband_udfs"
Private messages As Collection

' --- the functions ---------------------------------------------------------------------------------------------------

'<functions>
' --- what the function wizard says -----------------------------------------------------------------------------------

Public Sub Auto_Open()
    ' Excel runs this when the add-in is opened. It refuses help texts for a hidden workbook, and an add-in is hidden.
    Dim wasAddIn As Boolean
    On Error GoTo Failed
    wasAddIn = ThisWorkbook.IsAddin
    Application.ScreenUpdating = False
    If wasAddIn Then ThisWorkbook.IsAddin = False
    PaybandDescribe
Failed:
    On Error Resume Next
    If wasAddIn Then
        ThisWorkbook.IsAddin = True
        ThisWorkbook.Saved = True
    End If
    Application.ScreenUpdating = True
End Sub

Public Sub PaybandDescribe()
    '<descriptions>
End Sub

Private Sub Describe(ByVal functionName As String, ByVal help As String, ByVal argumentHelp As Variant)
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & functionName, Description:=help, _
        Category:="<category>", ArgumentDescriptions:=argumentHelp
End Sub

' --- a call ----------------------------------------------------------------------------------------------------------

Private Function Answer(ByVal functionName As String, ByVal given As Variant, ByVal readsDates As Boolean) As Variant
    Dim index As Long
    On Error GoTo Failed
    If readsDates Then
        If CountsFrom1904() Then
            Answer = TrueError("#VALUE!: this workbook counts its dates from 1904: in File, Options, Advanced, " & _
                "untick 'Use 1904 date system' and type its dates again", 1, 1)
            Exit Function
        End If
    End If
    For index = LBound(given) To UBound(given)
        If TypeName(given(index)) = "Range" Then
            If given(index).Areas.Count > 1 Then
                Answer = TrueError("#VALUE!: an argument is made of several ranges: give one range of cells", 1, 1)
                Exit Function
            End If
            Set given(index) = UsedPart(given(index))
        End If
    Next index
    Answer = TrueErrors(XLPy.CallUDF(UDF_MODULE, functionName, given))
    Exit Function
Failed:
    Answer = TrueError("#VALUE!: Python did not answer: " & Err.Description, 1, 1)
End Function

Private Function UsedPart(ByVal given As Object) As Object
    ' A whole column without the empty cells below the sheet's last entry; a million blanks are not a million answers.
    Dim lastRow As Long, lastColumn As Long, rowCount As Long, columnCount As Long
    With given.Worksheet.UsedRange
        lastRow = .Row + .Rows.Count - 1
        lastColumn = .Column + .Columns.Count - 1
    End With
    rowCount = given.Rows.Count
    columnCount = given.Columns.Count
    If given.Row + rowCount - 1 > lastRow Then rowCount = AtLeastOne(lastRow - given.Row + 1)
    If given.Column + columnCount - 1 > lastColumn Then columnCount = AtLeastOne(lastColumn - given.Column + 1)
    Set UsedPart = given.Resize(rowCount, columnCount)
End Function

Private Function AtLeastOne(ByVal count As Long) As Long
    If count < 1 Then AtLeastOne = 1 Else AtLeastOne = count
End Function

Private Function CountsFrom1904() As Boolean
    On Error Resume Next
    CountsFrom1904 = Application.Caller.Worksheet.Parent.Date1904
End Function

' --- true error values -----------------------------------------------------------------------------------------------

Private Function TrueErrors(ByVal found As Variant) As Variant
    ' One value, a row of them, or rows of them.
    Dim row As Long, column As Long
    If Not IsArray(found) Then
        TrueErrors = TrueError(found, 1, 1)
        Exit Function
    End If
    If Dimensions(found) = 1 Then
        For column = LBound(found) To UBound(found)
            found(column) = TrueError(found(column), 1, column - LBound(found) + 1)
        Next column
    Else
        For row = LBound(found, 1) To UBound(found, 1)
            For column = LBound(found, 2) To UBound(found, 2)
                found(row, column) = TrueError(found(row, column), row - LBound(found, 1) + 1, _
                    column - LBound(found, 2) + 1)
            Next column
        Next row
    End If
    TrueErrors = found
End Function

Private Function TrueError(ByVal cell As Variant, ByVal row As Long, ByVal column As Long) As Variant
    ' Python gives an error as its value, a colon and the message: "#N/A: the spine 'NJK' is not known; ...".
    Dim code As Long, colon As Long
    TrueError = cell
    If VarType(cell) <> vbString Then Exit Function
    colon = InStr(cell, ": ")
    If Left$(cell, 1) <> "#" Or colon = 0 Then Exit Function
    Select Case Left$(cell, colon - 1)
        Case "#NULL!": code = 2000
        Case "#DIV/0!": code = 2007
        Case "#VALUE!": code = 2015
        Case "#REF!": code = 2023
        Case "#NAME?": code = 2029
        Case "#NUM!": code = 2036
        Case "#N/A": code = 2042
        Case Else: Exit Function
    End Select
    Keep Place(row, column), Mid$(cell, colon + 2)
    TrueError = CVErr(code)
End Function

Private Function Dimensions(ByVal found As Variant) As Long
    Dim bound As Long
    On Error GoTo Counted
    bound = UBound(found, 1)
    Dimensions = 1
    bound = UBound(found, 2)
    Dimensions = 2
Counted:
End Function

' --- the messages ----------------------------------------------------------------------------------------------------

Private Function Place(ByVal row As Long, ByVal column As Long) As String
    ' The cell that an answer goes to, which is the calling cell or lies below it and to its right.
    On Error Resume Next
    Place = Application.Caller.Cells(row, column).Address(External:=True)
End Function

Private Sub Keep(ByVal cellPlace As String, ByVal message As String)
    If messages Is Nothing Then Set messages = New Collection
    On Error Resume Next
    messages.Remove cellPlace
    messages.Add message, cellPlace
End Sub

Private Function KeptMessage(ByVal asked As Variant) As Variant
    ' The message of a cell that shows an error; nothing if that is not what was asked about.
    KeptMessage = Empty
    If TypeName(asked) = "Range" Then KeptMessage = MessageOf(asked)
End Function

Private Function MessageOf(ByVal cell As Object) As Variant
    MessageOf = Empty
    If cell.Rows.Count <> 1 Or cell.Columns.Count <> 1 Then Exit Function
    If Not IsError(cell.Value) Then Exit Function
    MessageOf = "no words are kept for this cell: press Ctrl+Alt+F9 to have it computed again"
    On Error Resume Next
    MessageOf = messages.Item(cell.Address(External:=True))
End Function
