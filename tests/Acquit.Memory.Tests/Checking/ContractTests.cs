using System.Reflection;
using Xunit;

namespace Acquit.Memory.Tests.Checking;

/// <summary>What the attributes of the layer say can be understood, and names things that exist.</summary>
public class ContractTests
{
    private static readonly HashSet<string> Kinds =
        [.. typeof(ResourceKinds).GetFields().Select(field => (string)field.GetRawConstantValue()!)];

    private static readonly HashSet<string> Contexts =
        [.. typeof(ExecutionContexts).GetFields().Select(field => (string)field.GetRawConstantValue()!)];

    private static readonly (MethodInfo Method, ParameterInfo? Target, ContractAttribute Contract)[] All =
    [
        .. from type in typeof(KernelMemory).Assembly.GetExportedTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           from target in method.GetParameters().Prepend(method.ReturnParameter).Prepend(null!)
           from contract in target is null
               ? method.GetCustomAttributes<ContractAttribute>(inherit: false)
               : target.GetCustomAttributes<ContractAttribute>(inherit: false)
           select (method, target, contract),
    ];

    [Fact]
    public void Every_kind_and_context_is_one_the_layer_names()
    {
        Assert.All(All, entry =>
        {
            object? kind = entry.Contract.GetType().GetProperty("Kind")?.GetValue(entry.Contract);
            object? context = entry.Contract.GetType().GetProperty("Context")?.GetValue(entry.Contract);
            Assert.True(kind is null || Kinds.Contains((string)kind), $"{entry.Method}: {kind}");
            Assert.True(context is null || Contexts.Contains((string)context), $"{entry.Method}: {context}");
        });
    }

    [Fact]
    public void Every_release_that_is_named_releases_that_kind()
    {
        Assert.All(All, entry =>
        {
            if (entry.Contract is not AcquiresAttribute { } acquires)
            {
                return;
            }

            Assert.NotNull(acquires.ReleasedBy);
            foreach (string name in acquires.ReleasedBy.Split(',', StringSplitOptions.TrimEntries))
            {
                MethodInfo release = entry.Method.DeclaringType!.GetMethod(name)
                    ?? throw new InvalidOperationException($"{entry.Method} names {name}");
                IEnumerable<ReleasesAttribute> releases = release.GetCustomAttributes<ReleasesAttribute>()
                    .Concat(release.GetParameters().SelectMany(parameter => parameter.GetCustomAttributes<ReleasesAttribute>()));
                Assert.Contains(releases, candidate => candidate.Kind == acquires.Kind);
            }
        });
    }

    [Fact]
    public void Every_condition_speaks_of_the_result_or_a_parameter()
    {
        Assert.All(All, entry =>
        {
            string? when = (string?)entry.Contract.GetType().GetProperty("When")?.GetValue(entry.Contract);
            foreach (string test in when?.Split("&&", StringSplitOptions.TrimEntries) ?? [])
            {
                string[] parts = test.Split(' ');
                Assert.Equal(3, parts.Length);
                Type? type = TypeOf(entry.Method, parts[0]);
                Assert.True(type is not null && type != typeof(void), $"{entry.Method}: {test}");
                Assert.Contains(parts[1], new[] { ">", ">=", "<", "<=", "==", "!=", "has", "lacks" });
                Assert.True(
                    (type.IsEnum && Enum.IsDefined(type, parts[2])) ||
                        (parts[1] is not ("has" or "lacks") && (parts[2] is "true" or "false" or "null" || long.TryParse(parts[2], out _))),
                    $"{entry.Method}: {test}");
            }
        });
    }

    [Fact]
    public void Every_count_is_the_result_or_a_parameter()
    {
        Assert.All(All, entry =>
        {
            string? count = (string?)entry.Contract.GetType().GetProperty("Count")?.GetValue(entry.Contract);
            Assert.True(count is null || TypeOf(entry.Method, count) == typeof(int), $"{entry.Method}: {count}");
        });
    }

    [Fact]
    public void Every_substitute_that_is_named_exists_and_is_allowed_where_the_other_is_not()
    {
        Assert.All(All, entry =>
        {
            string? use = (string?)entry.Contract.GetType().GetProperty("Use")?.GetValue(entry.Contract);
            if (use is null)
            {
                return;
            }

            MethodInfo[] substitutes = [.. entry.Method.DeclaringType!.GetMethods().Where(method => method.Name == use)];
            Assert.NotEmpty(substitutes);
            if (entry.Contract is NotInAttribute notIn)
            {
                Assert.DoesNotContain(
                    substitutes.SelectMany(method => method.GetCustomAttributes<NotInAttribute>()),
                    other => other.Context == notIn.Context);
            }
        });
    }

    [Fact]
    public void Releases_that_accept_null_say_so()
    {
        NullabilityInfoContext nullability = new();
        Assert.All(All, entry =>
        {
            if (entry is { Contract: ReleasesAttribute releases, Target: { } target } && !target.ParameterType.IsValueType)
            {
                bool acceptsNull = nullability.Create(target).WriteState == NullabilityState.Nullable;
                Assert.Equal(acceptsNull ? $"{target.Name} != null" : null, releases.When);
            }
        });
    }

    [Fact]
    public void Whoever_answers_where_it_was_called_takes_that_last()
    {
        foreach (MethodInfo method in All.Select(entry => entry.Method).Distinct())
        {
            ParameterInfo[] parameters = method.GetParameters();
            int first = Array.FindIndex(parameters, parameter => parameter.Name == "member");
            if (first >= 0)
            {
                // The file that is mapped has the better right to the name.
                string source = parameters[..first].Any(parameter => parameter.Name == "file") ? "path" : "file";
                Assert.Equal(["member", source, "line"], parameters[first..].Select(parameter => parameter.Name));
                Assert.All(parameters[first..], parameter => Assert.True(parameter.IsOptional));
            }
        }
    }

    private static Type? TypeOf(MethodInfo method, string operand) => operand == "return"
        ? method.ReturnType
        : method.GetParameters().FirstOrDefault(parameter => parameter.Name == operand)?.ParameterType;
}
