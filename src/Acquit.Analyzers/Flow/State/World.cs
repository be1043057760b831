using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Collections;
using Acquit.Analyzers.Flow.Contents;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>One way of having got here: what is held, what each place refers to, and what the branches established.</summary>
internal sealed class World
{
    private bool _factsShared;

    /// <param name="places">How many places something will be known of, about.</param>
    public World(int places = 0)
    {
        Places = new(places);
        Resources = new();
        Facts = new();
    }

    private World(World other)
    {
        Places = new(other.Places);
        Resources = new(other.Resources);
        Facts = other.Facts;
        _factsShared = true;
        other._factsShared = true;
        Published = other.Published;
        Pristine = other.Pristine;
        Settled = other.Settled;
        Retold = other.Retold;
        GivenBack = other.GivenBack;
        Contents = other.Contents;
        Leads = other.Leads;
        Keepings = other.Keepings;
        Entrusted = other.Entrusted;
        Trail = other.Trail;
        LastNode = other.LastNode;
        ExitNode = other.ExitNode;
    }

    public PlaceMap Places { get; }

    /// <summary>The path ends here: a call that does not return.</summary>
    public bool IsOver { get; set; }

    /// <summary>Arrays and objects made here that others can reach by now: what is put into them is handed on.</summary>
    public System.Collections.Immutable.ImmutableHashSet<int> Published { get; set; } = System.Collections.Immutable.ImmutableHashSet<int>.Empty;

    /// <summary>
    /// Objects and arrays made here of which nobody has done anything but look: the elements are what they were at first, and nothing is
    /// held on the objects unless their constructors took it.
    /// </summary>
    public System.Collections.Immutable.ImmutableHashSet<int> Pristine { get; set; } = System.Collections.Immutable.ImmutableHashSet<int>.Empty;

    /// <summary>Locks whose want was reported, or left to the callers: what follows from the same mistake is not told again.</summary>
    public System.Collections.Immutable.ImmutableHashSet<(Value Key, string Kind)> Settled { get; set; } = System.Collections.Immutable.ImmutableHashSet<(Value Key, string Kind)>.Empty;

    /// <summary>What may tell by now what the answer to an acquire told; see <see cref="Retellings"/>.</summary>
    public System.Collections.Immutable.ImmutableHashSet<(int Answer, int Teller)> Retold { get; set; } = System.Collections.Immutable.ImmutableHashSet<(int Answer, int Teller)>.Empty;

    /// <summary>What was given back though it came from the caller; noted while a method is summed up.</summary>
    public System.Collections.Immutable.ImmutableList<Summaries.GivenBack> GivenBack { get; set; } = System.Collections.Immutable.ImmutableList<Summaries.GivenBack>.Empty;

    /// <summary>What has become of the content of what came from the caller; noted while a method is summed up.</summary>
    public System.Collections.Immutable.ImmutableDictionary<Value, Contents.Content> Contents { get; set; } = System.Collections.Immutable.ImmutableDictionary<Value, Contents.Content>.Empty;

    /// <summary>From what was acquired to what it leads into, as a mapping does into the page that is mapped.</summary>
    public System.Collections.Immutable.ImmutableDictionary<Value, Value> Leads { get; set; } = System.Collections.Immutable.ImmutableDictionary<Value, Value>.Empty;

    /// <summary>What is known of collections that a variable has to itself, by its number.</summary>
    public System.Collections.Immutable.ImmutableDictionary<int, Keeping> Keepings { get; set; } = System.Collections.Immutable.ImmutableDictionary<int, Keeping>.Empty;

    /// <summary>In the order they were acquired.</summary>
    public List<Resource> Resources { get; }

    /// <summary>What the caller holds, or does not hold yet, as the body's own contract says; see <see cref="Flow.OwnContract"/>.</summary>
    public System.Collections.Immutable.ImmutableArray<Resource> Entrusted { get; set; } = System.Collections.Immutable.ImmutableArray<Resource>.Empty;

    public Facts Facts { get; private set; }

    public Trail? Trail { get; private set; }

    /// <summary>The statement or condition that ran last: where a way out without an expression is looked for.</summary>
    public SyntaxNode? LastNode { get; set; }

    /// <summary>The statement or expression by which the method is being left, while finally blocks run.</summary>
    public SyntaxNode? ExitNode { get; set; }

    public World Clone() => new(this);

    public void Step(StepKind kind, SyntaxNode node, bool outcome = true, bool isOpen = false, Formula? condition = null) =>
        Trail = new Trail(Trail, kind, node, outcome, isOpen, condition: condition);

    /// <param name="isPending">Whether it is only known later if anything was released.</param>
    public void StepOverRelease(SyntaxNode node, AcquireSite released, bool isPending = false) => Trail = new Trail(Trail, StepKind.Released, node, released: released, isPending: isPending);

    /// <summary>Goes on with another world's story.</summary>
    public void Inherit(World other) => Trail = other.Trail;

    /// <summary>Whether there is no difference but in how the worlds came about.</summary>
    public bool SaysTheSameAs(World other) =>
        Places.SameAs(other.Places) && Resources.SequenceEqual(other.Resources) && Facts.SameAs(other.Facts) &&
        Published.SetEquals(other.Published) && Pristine.SetEquals(other.Pristine) && Retold.SetEquals(other.Retold) && GivenBack.SequenceEqual(other.GivenBack) && Entrusted.SequenceEqual(other.Entrusted) &&
        ContentNotes.AreSame(Contents, other.Contents) && ContentNotes.AreSame(Leads, other.Leads) &&
        Flow.Collections.Keepings.AreSame(Keepings, other.Keepings);

    public void ReplaceFacts(Facts facts)
    {
        Facts = facts;
        _factsShared = false;
    }

    public Facts WritableFacts()
    {
        if (_factsShared)
        {
            Facts = Facts.Clone();
            _factsShared = false;
        }

        return Facts;
    }

    public bool Assume(TestOperator op, Value left, Value right) =>
        Facts.Evaluate(op, left, right) switch
        {
            Truth.True => true,
            Truth.False => false,
            _ => WritableFacts().Assume(op, left, right),
        };

    public void Replace(Resource old, Resource @new)
    {
        var index = Resources.IndexOf(old);
        if (index >= 0)
        {
            Resources[index] = @new;
        }
    }

    /// <summary>Nothing is followed: there is nothing to change.</summary>
    public bool IsWithoutResources => Resources.Count == 0 && Entrusted.IsEmpty;

    /// <summary>Applies a change to every resource that satisfies a test.</summary>
    public void Change(Func<Resource, bool> which, Func<Resource, Resource> change)
    {
        for (var i = 0; i < Resources.Count; i++)
        {
            if (which(Resources[i]))
            {
                Resources[i] = change(Resources[i]);
            }
        }

        ChangeEntrusted(which, change);
    }

    /// <summary>The same for what the caller holds.</summary>
    public void ChangeEntrusted(Func<Resource, bool> which, Func<Resource, Resource> change)
    {
        for (var i = 0; i < Entrusted.Length; i++)
        {
            if (which(Entrusted[i]))
            {
                Entrusted = Entrusted.SetItem(i, change(Entrusted[i]));
            }
        }
    }

    public Truth Evaluate(Formula formula)
    {
        switch (formula)
        {
            case Comparison c:
                return Facts.Evaluate(c.Operator, c.Left, c.Right);
            case Negation n:
                return Not(Evaluate(n.Operand));
            case Conjunction c:
                var all = Truth.True;
                foreach (var operand in c.Operands)
                {
                    var truth = Evaluate(operand);
                    if (truth == Truth.False)
                    {
                        return Truth.False;
                    }

                    all = truth == Truth.Unknown ? Truth.Unknown : all;
                }

                return all;
            case Disjunction d:
                var any = Truth.False;
                foreach (var operand in d.Operands)
                {
                    var truth = Evaluate(operand);
                    if (truth == Truth.True)
                    {
                        return Truth.True;
                    }

                    any = truth == Truth.Unknown ? Truth.Unknown : any;
                }

                return any;
            case HeldTest h:
                return EvaluateHeld(h);
            default:
                return Truth.Unknown;
        }
    }

    /// <summary>Makes a formula true or false in this world. False when that cannot be.</summary>
    public bool Assume(Formula formula, bool outcome)
    {
        var known = Evaluate(formula);
        if (known != Truth.Unknown)
        {
            return known == Truth.True == outcome;
        }

        switch (formula)
        {
            case Comparison c:
                return Assume(outcome ? c.Operator : Comparison.Negate(c.Operator), c.Left, c.Right);
            case Negation n:
                return Assume(n.Operand, !outcome);
            case Conjunction c when outcome:
                return c.Operands.All(o => Assume(o, true));
            case Disjunction d when !outcome:
                return d.Operands.All(o => Assume(o, false));
            case Conjunction c:
                return AssumeTheOpenOne(c.Operands, Truth.True, false);
            case Disjunction d:
                return AssumeTheOpenOne(d.Operands, Truth.False, true);
            case HeldTest h:
                return AssumeHeld(h, outcome);
            default:
                return true;
        }
    }

    /// <summary>Whether a resource is held, failed, given back, or not yet settled, with what is known now.</summary>
    public Status StatusOf(Resource resource)
    {
        if (resource.Status == Status.Maybe)
        {
            var all = true;
            foreach (var condition in resource.Conditions)
            {
                switch (IsNegative(condition) ? Truth.False : Evaluate(condition))
                {
                    case Truth.False:
                        return Status.Failed;
                    case Truth.Unknown:
                        all = false;
                        break;
                }
            }

            return all ? Status.Held : Status.Maybe;
        }

        return resource.Status;
    }

    // Where one negative number tells of failure, code that asks for any means that one, unless it asks for others.
    private bool IsNegative(Formula condition) =>
        condition is Comparison { Operator: TestOperator.NotEqual, Right: { IsConstant: true, Offset: < 0 } } test && Facts.Upper(test.Left, Value.Zero) <= -1 &&
        Evaluate(condition) != Truth.True;

    /// <summary>Writes what the facts have settled into the resources.</summary>
    public void Settle()
    {
        foreach (var given in GivenBack)
        {
            if (given.Pending is { } open && Evaluate(open) is var happened and not Truth.Unknown)
            {
                GivenBack = happened == Truth.True ? GivenBack.Replace(given, given with { Pending = null }) : GivenBack.Remove(given);
            }
        }

        ContentNotes.Settle(this);
        for (var i = 0; i < Resources.Count; i++)
        {
            var resource = Resources[i];
            if (resource.PendingRelease is not null || resource.PendingEscape is not null)
            {
                resource = Decided(resource);
                Resources[i] = resource;
            }

            if (resource.Status == Status.Maybe && (resource.Surely is not null || resource.Site.Clause.IsNullOtherwise))
            {
                Conclude(resource);
            }

            if (resource is { Shrunk: true, IsContainer: true, Status: Status.Held, PendingRelease: null } && Facts.Upper(resource.High, resource.Low) <= 0)
            {
                // The last one is released.
                Resources[i] = resource with { Status = Status.Released };
            }

            if (resource.Status == Status.Maybe && StatusOf(resource) is var status and not Status.Maybe)
            {
                var isThere = status != Status.Held || !resource.IsFilledIn || Assume(TestOperator.NotEqual, resource.Key, Value.Zero);
                Resources[i] = resource with { Status = status, Conditions = System.Collections.Immutable.ImmutableArray<Formula>.Empty, Unsure = resource.Unsure || !isThere };
            }
        }

        ChangeEntrusted(r => r.PendingRelease is not null || r.PendingEscape is not null, Decided);
    }

    // That something is held, and that what would name it is not null, tell each other.
    private void Conclude(Resource resource)
    {
        if (resource.Surely is { } enough)
        {
            if (StatusOf(resource) == Status.Failed)
            {
                Assume(enough, false);
            }
            else if (Evaluate(enough) == Truth.True)
            {
                foreach (var condition in resource.Conditions)
                {
                    Assume(condition, true);
                }
            }
        }

        if (!resource.Site.Clause.IsNullOtherwise)
        {
            return;
        }

        switch (Facts.Evaluate(TestOperator.NotEqual, resource.Key, Value.Zero))
        {
            case Truth.True:
                foreach (var condition in resource.Conditions)
                {
                    Assume(condition, true);
                }

                break;
            case Truth.False when resource.Conditions.Length == 1:
                Assume(resource.Conditions[0], false);
                break;
            case Truth.Unknown when StatusOf(resource) is var status and not Status.Maybe:
                Assume(status == Status.Held ? TestOperator.NotEqual : TestOperator.Equal, resource.Key, Value.Zero);
                break;
        }
    }

    private Resource Decided(Resource resource)
    {
        if (resource.PendingRelease is { } pending && Evaluate(pending) is var released and not Truth.Unknown)
        {
            resource = released == Truth.True
                ? resource with { PendingRelease = null, Status = Status.Released }
                : resource with { PendingRelease = null, ReleasedAt = null };
        }

        return resource.PendingEscape is { } keeping && Evaluate(keeping) is var kept and not Truth.Unknown
            ? resource with { PendingEscape = null, Escaped = resource.Escaped || kept == Truth.True }
            : resource;
    }

    private static Truth Not(Truth truth) => truth switch
    {
        Truth.True => Truth.False,
        Truth.False => Truth.True,
        _ => Truth.Unknown,
    };

    // Of a conjunction that is false (a disjunction that is true) only one operand may be undecided; then it is the cause.
    private bool AssumeTheOpenOne(System.Collections.Immutable.ImmutableArray<Formula> operands, Truth neutral, bool outcome)
    {
        var open = operands.Where(o => Evaluate(o) != neutral).ToList();
        return open.Count != 1 || Assume(open[0], outcome);
    }

    private Truth EvaluateHeld(HeldTest test)
    {
        if (test.Key == Value.Zero)
        {
            return Truth.False;
        }

        foreach (var resource in Resources)
        {
            if (resource.Kind == test.Kind && Facts.AreEqual(resource.Key, test.Key))
            {
                if (resource.Unsure || resource.PendingRelease is not null)
                {
                    return Truth.Unknown;
                }

                switch (StatusOf(resource))
                {
                    case Status.Held:
                        return Truth.True;
                    case Status.Released or Status.Failed:
                        return Truth.False;
                    case Status.Maybe:
                        return Truth.Unknown;
                }
            }
        }

        return Truth.Unknown;
    }

    private bool AssumeHeld(HeldTest test, bool outcome)
    {
        if (!outcome)
        {
            // The body asks, for whatever reason, and goes by the answer.
            ChangeEntrusted(r => r.Kind == test.Kind && Facts.AreEqual(r.Key, test.Key), r => r with { Unsure = true });
        }

        foreach (var resource in Resources)
        {
            if (resource.Kind == test.Kind && resource.Status == Status.Maybe && !resource.Unsure && Facts.AreEqual(resource.Key, test.Key))
            {
                return Assume(new Conjunction(resource.Conditions), outcome);
            }
        }

        return true;
    }
}
