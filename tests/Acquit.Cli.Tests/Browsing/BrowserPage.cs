using System.Text.Json.Nodes;

namespace Acquit.Cli.Tests.Browsing;

/// <summary>A page that is open in the browser.</summary>
internal sealed class BrowserPage
{
    private readonly DevTools _tools;
    private readonly string _session;

    private BrowserPage(DevTools tools, string session) => (_tools, _session) = (tools, session);

    public static async Task<BrowserPage> OpenAsync(DevTools tools, string path, int width = 1280, bool isDark = false)
    {
        var target = await tools.AskAsync(null, "Target.createTarget", new JsonObject { ["url"] = "about:blank" });
        var attached = await tools.AskAsync(null, "Target.attachToTarget", new JsonObject { ["targetId"] = target["targetId"]!.DeepClone(), ["flatten"] = true });
        var page = new BrowserPage(tools, attached["sessionId"]!.GetValue<string>());
        foreach (var domain in (string[])["Page", "Network", "Log", "Runtime"])
            await page.AskAsync(domain + ".enable");
        await page.AskAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        await page.AskAsync("Emulation.setEmulatedMedia", new JsonObject
        {
            ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = isDark ? "dark" : "light" }),
        });
        await page.AskAsync("Page.navigate", new JsonObject { ["url"] = new Uri(path).AbsoluteUri });
        while (await page.EvaluateAsync("document.readyState + location.protocol") is not { } state || state.GetValue<string>() != "completefile:")
            await Task.Delay(50, TestContext.Current.CancellationToken);
        return page;
    }

    /// <summary>What the page asked for, its own address included.</summary>
    public IReadOnlyList<string> Requests() => [.. Told("Network.requestWillBeSent").Select(request => request["request"]!["url"]!.GetValue<string>())];

    /// <summary>What the browser complains of.</summary>
    public IReadOnlyList<string> Complaints() =>
        [.. Told("Log.entryAdded").Select(entry => entry.ToJsonString()), .. Told("Runtime.exceptionThrown").Select(entry => entry.ToJsonString())];

    public async Task<JsonNode?> EvaluateAsync(string script)
    {
        var answer = await AskAsync("Runtime.evaluate", new JsonObject { ["expression"] = script, ["returnByValue"] = true });
        Assert.True(answer["exceptionDetails"] is null, answer.ToJsonString());
        return answer["result"]!["value"];
    }

    private IEnumerable<JsonNode> Told(string method) => _tools.Events
        .Where(told => told["sessionId"]?.GetValue<string>() == _session && told["method"]!.GetValue<string>() == method)
        .Select(told => told["params"]!);

    private Task<JsonNode> AskAsync(string method, JsonObject? parameters = null) => _tools.AskAsync(_session, method, parameters);
}
