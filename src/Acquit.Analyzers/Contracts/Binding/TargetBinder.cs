using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Binding;

/// <summary>Finds what a clause speaks of, and clauses whose verb cannot be said of it.</summary>
internal readonly struct TargetBinder
{
    private readonly IMethodSymbol _method;
    private readonly List<ContractError> _errors;

    public TargetBinder(IMethodSymbol method, List<ContractError> errors)
    {
        _method = method;
        _errors = errors;
    }

    public Target? Bind(Clause clause)
    {
        var phrase = clause.Subject.Phrase;
        if (Resolve(CodeOfProperty(clause)) is not { } target)
        {
            return null;
        }

        var verb = clause.VerbPhrase.Text;
        var wrong = clause.Verb switch
        {
            Verb.Acquires when target.Kind == TargetKind.Return && OperandTypes.Yielded(_method) is null =>
                $"{MethodName.Quoted(_method)} returns nothing that could be acquired",
            Verb.Releases or Verb.Consumes when target.Kind == TargetKind.Return && _method.MethodKind != MethodKind.Constructor =>
                $"'{verb}' speaks of what is passed to {MethodName.Quoted(_method)}, not of what it returns",
            Verb.Borrows when target.Kind == TargetKind.Receiver =>
                $"'{verb}' speaks of a parameter; a receiver is borrowed unless something else is said",
            Verb.Borrows when target.Kind != TargetKind.Parameter =>
                $"'{verb}' speaks of a parameter",
            Verb.Accesses or Verb.MarksDirty when target.Kind is not (TargetKind.Parameter or TargetKind.Receiver) =>
                $"'{verb}' speaks of a parameter or of the receiver",
            Verb.Acquires or Verb.Releases or Verb.Consumes when OperandTypes.Passed(_method, target) is { } flag && OperandTypes.IsBoolean(flag) =>
                $"a value of type '{OperandTypes.Display(flag)}' is nothing that could be held; what is held is said of the member or of a parameter, and 'When' tells when",
            Verb.Accesses or Verb.MarksDirty when OperandTypes.Passed(_method, target) is { } value && (OperandTypes.IsBoolean(value) || OperandTypes.Enum(value) is not null) =>
                $"a value of type '{OperandTypes.Display(value)}' has no content",
            Verb.SameAs when target.Kind == TargetKind.Return && OperandTypes.Yielded(_method) is null =>
                $"{MethodName.Quoted(_method)} returns nothing that could be the same as something",
            Verb.SameAs when !(target.Kind == TargetKind.Return || IsWritten(target)) =>
                $"'{verb}' speaks of the result or of an out parameter",
            Verb.LooksUp when target.Kind == TargetKind.Return && OperandTypes.Yielded(_method) is null =>
                $"{MethodName.Quoted(_method)} returns nothing that could be looked up",
            Verb.LooksUp when !(target.Kind == TargetKind.Return || IsWritten(target)) =>
                $"'{verb}' speaks of the result or of an out parameter",
            Verb.RunsIn when target.Kind == TargetKind.Return && _method.MethodKind != MethodKind.Constructor =>
                $"'{verb}' speaks of the member or of a parameter",
            Verb.OnlyIn or Verb.NotIn or Verb.MayRun or Verb.ReplacedBy when clause.Subject.Kind is SubjectKind.Return or SubjectKind.Parameter =>
                $"'{verb}' speaks of the member; expected 'method'",
            Verb.Carries when target.Kind is TargetKind.Receiver or TargetKind.Ambient || (target.Kind == TargetKind.Return && OperandTypes.Yielded(_method) is null) =>
                $"'{verb}' speaks of a parameter or of what is returned",
            Verb.RequiresHeld or Verb.RequiresNotHeld or Verb.Forbids or Verb.TellsHeld when clause.Subject.Kind == SubjectKind.Return =>
                $"'{verb}' speaks of the member or of a parameter, not of what is returned",
            _ => null,
        };
        if (wrong is not null)
        {
            _errors.Add(phrase.Error(wrong));
            return null;
        }

        return target;
    }

    // What a property carries, its getter returns.
    private Subject CodeOfProperty(Clause clause) =>
        clause.Verb == Verb.Carries && _method.MethodKind == MethodKind.PropertyGet && clause.Subject.Kind is SubjectKind.This or SubjectKind.Method
            ? clause.Subject with { Kind = SubjectKind.Return }
            : clause.Subject;

    private Target? Resolve(Subject subject)
    {
        switch (subject.Kind)
        {
            case SubjectKind.Return:
                return Target.Return;
            case SubjectKind.This when _method.IsStatic:
                _errors.Add(subject.Phrase.Error($"{MethodName.Quoted(_method)} is static and has no 'this'; expected 'method' for what belongs to no value"));
                return null;
            case SubjectKind.This or SubjectKind.Method:
                return _method.MethodKind == MethodKind.Constructor ? Target.Return
                    : _method.IsStatic || _method.MethodKind == MethodKind.LocalFunction ? Target.Ambient
                    : Target.Receiver;
            case SubjectKind.Parameter when subject.Ordinal >= 0:
                return Target.Parameter(subject.Ordinal);
            default:
                foreach (var parameter in _method.Parameters)
                {
                    if (parameter.Name == subject.Phrase.Text)
                    {
                        return Target.Parameter(parameter.Ordinal);
                    }
                }

                var names = _method.Parameters.Select(p => p.Name).Concat(new[] { "return", "this", "method", "parameters" });
                _errors.Add(subject.Phrase.Error(
                    $"'{subject.Phrase.Text}' is not a parameter of {MethodName.Quoted(_method)}; expected 'return', 'this', 'method', 'parameters' or a parameter's name"
                    + NearName.Question(subject.Phrase.Text, names)));
                return null;
        }
    }

    private bool IsWritten(Target target) =>
        target.Kind == TargetKind.Parameter && _method.Parameters[target.Ordinal].RefKind is RefKind.Out or RefKind.Ref;
}
