using Acquit.Analyzers.Contracts.Language;
using Xunit;

namespace Acquit.Tests.Contracts;

public class DocIdTests
{
    [Theory]
    [InlineData("M:N.T.Do", "T", "Do", "Do", "Do")]
    [InlineData("M:N.T.Do(System.Int32,System.Collections.Generic.List{System.String})", "T", "Do", "Do", "Do")]
    [InlineData("M:N.T`1.Do``2(``0,``1)", "T", "Do", "Do", "Do")]
    [InlineData("M:N.T.#ctor(System.Int32)", "T", ".ctor", "T", "T")]
    [InlineData("M:N.T`1.#ctor", "T", ".ctor", "T", "T")]
    [InlineData("M:N.T.op_Explicit(System.IntPtr)~N.T", "T", "op_Explicit", "op_Explicit", "T")]
    [InlineData("M:N.T.get_Handle", "T", "get_Handle", "Handle", "Handle")]
    [InlineData("M:N.T.N#IPort#Close", "T", "Close", "Close", "Close")]
    [InlineData("P:N.T.Handle", "T", "Handle", "Handle", "Handle")]
    [InlineData("P:N.T.Item(System.Int32)", "T", "Item", "Item", "T")]
    [InlineData("E:N.T.Faulted", "T", "Faulted", "Faulted", "Faulted")]
    [InlineData("F:N.T.Handler", "T", "Handler", "Handler", "Handler")]
    [InlineData("T:N.Outer.T`2", "T", "", "T", "T")]
    [InlineData("T:T", "T", "", "T", "T")]
    [InlineData("M:T.Do", "T", "Do", "Do", "Do")]
    [InlineData("M:T.get_", "T", "get_", "get_", "get_")]
    [InlineData("M:Do", "", "Do", "Do", "Do")]
    public void Names_are_read_from_an_id(string id, string type, string member, string key, string inText)
    {
        var parsed = DocId.Parse(id);

        Assert.Equal((type, member, key, inText), (parsed.TypeName, parsed.MemberName, parsed.Key, parsed.NameInText));
    }

    [Theory]
    [InlineData("M:N.T.Do", true)]
    [InlineData("N:System", false)]
    [InlineData("M:", false)]
    [InlineData("N.T.Do", false)]
    [InlineData("return acquires", false)]
    public void An_id_begins_with_the_letter_of_its_kind(string text, bool expected) => Assert.Equal(expected, DocId.IsWellFormed(text));

    // Whatever stands in a file while somebody types it, names are read from it without a fall.
    [Theory]
    [InlineData("M:(")]
    [InlineData("M:.")]
    [InlineData("M:..#")]
    [InlineData("T:`")]
    [InlineData("P:~")]
    public void Half_typed_ids_are_read_too(string id) => Assert.NotNull(DocId.Parse(id).Key);
}
