using System;
using System.Collections.Generic;
using Acquit;

namespace Cases.Api;

/// <summary>Calls that neither keep nor release anything, and questions nobody can answer beforehand. Any of them may throw.</summary>
public static class Hw
{
    public static extern bool Ready();

    public static extern int Status();

    public static extern void Kick();

    public static extern void Log(string text);

    public static extern int Start([Borrows] Page page);

    public static extern void Write([Borrows] nint address, int value);

    public static extern int Fill([Borrows] byte[] buffer);

    public static extern void Program([Borrows] long busAddress);
}

/// <summary>Code that nobody described: it may keep what it is given.</summary>
public interface IRegistry
{
    event EventHandler Closed;

    void Add(Page page);

    void AddAll(Page[] pages);

    void AddAddress(nint address);

    void AddObject(object anything);

    void Remove(Page page);
}

public sealed class Device
{
    public readonly Spinlock Lock = new();
    public readonly SleepLock Mutex = new();
    public readonly RwSem Sem = new();
    public readonly List<Page> Queue = new();

    public bool Dead;
    public int State;
    public int Users;
    public Page Current;
    public Device Parent;
}
