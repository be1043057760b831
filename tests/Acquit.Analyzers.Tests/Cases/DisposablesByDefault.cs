using System.IO;

namespace Cases;

// Without the option, what can be disposed of is nobody's resource here.
internal static class DisposablesByDefault
{
    public static int Forgotten(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        return stream.ReadByte();
    }

    public static int AlsoBesideResources(string path)
    {
        Cases.Api.Page page = Cases.Api.Mm.NewPage();
        var stream = new FileStream(path, FileMode.Open);
        page.Index = stream.ReadByte();
        Cases.Api.Mm.FreePage(page);
        return page.GetHashCode();
    }
}
