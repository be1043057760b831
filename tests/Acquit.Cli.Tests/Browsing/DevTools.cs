using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Acquit.Cli.Tests.Browsing;

/// <summary>Speaks to a browser by its debugging protocol.</summary>
internal sealed class DevTools : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _asked = new();
    private readonly CancellationTokenSource _closing = new();
    private Task _reading = Task.CompletedTask;
    private int _last;

    /// <summary>What the browser told without being asked.</summary>
    public ConcurrentQueue<JsonNode> Events { get; } = new();

    public static async Task<DevTools> ConnectAsync(Uri address)
    {
        var tools = new DevTools();
        await tools._socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        tools._reading = tools.ReadAsync();
        return tools;
    }

    /// <param name="session">The page that is meant; null for the browser.</param>
    public async Task<JsonNode> AskAsync(string? session, string method, JsonObject? parameters = null)
    {
        var id = Interlocked.Increment(ref _last);
        var answer = _asked.GetOrAdd(id, _ => new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously));
        var question = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (session is not null)
            question["sessionId"] = session;
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(question), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
        var reply = await answer.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        return reply["error"] is { } error ? throw new InvalidOperationException($"{method}: {error}") : reply["result"]!;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _reading;
        _socket.Dispose();
        _closing.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 16];
        while (!_closing.IsCancellationRequested)
        {
            using var message = new MemoryStream();
            try
            {
                for (var ended = false; !ended;)
                {
                    var piece = await _socket.ReceiveAsync(buffer, _closing.Token);
                    message.Write(buffer, 0, piece.Count);
                    ended = piece.EndOfMessage;
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var said = JsonNode.Parse(message.ToArray())!;
            if (said["id"] is { } id && _asked.TryRemove(id.GetValue<int>(), out var answer))
                answer.SetResult(said);
            else
                Events.Enqueue(said);
        }
    }
}
