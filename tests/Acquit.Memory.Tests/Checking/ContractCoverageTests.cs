using System.Reflection;
using Xunit;

namespace Acquit.Memory.Tests.Checking;

/// <summary>What the layer asks and does at run time, its contracts say, and the other way round.</summary>
public class ContractCoverageTests
{
    private static readonly HashSet<MethodBase> MaySleep = CallGraph.Reaching(typeof(KernelMemory), "MightSleep");
    private static readonly HashSet<MethodBase> Record = CallGraph.Reaching(typeof(Ledger), "Take");
    private static readonly HashSet<MethodBase> Erase = CallGraph.Reaching(typeof(Ledger), "Give", "TryGiveCount");

    /// <summary>What a test does in place of a process or of the system: nobody's driver calls these.</summary>
    private static readonly MethodInfo[] NotForDrivers =
    [
        typeof(MmStruct).GetMethod(nameof(MmStruct.Read))!, typeof(MmStruct).GetMethod(nameof(MmStruct.Write))!,
        typeof(MmStruct).GetMethod(nameof(MmStruct.Dispose))!, typeof(ShmemFile).GetMethod(nameof(ShmemFile.Reclaim))!,
    ];

    [Fact]
    public void Whoever_may_sleep_says_so() => Assert.All(CallGraph.Api.Where(MaySleep.Contains).Except(NotForDrivers), method =>
        Assert.True(
            Contracts<NotInAttribute>(method).Any(contract => contract.Context == ExecutionContexts.Atomic)
            || method.GetParameters().Any(parameter => parameter.ParameterType == typeof(GfpFlags))
            || Contracts<RequiresHeldAttribute>(method).Any()
            || method.Name.Contains("FastOnly", StringComparison.Ordinal)
            || method.DeclaringType == typeof(Spinlock),
            Name(method)));

    [Fact]
    public void Whoever_says_that_he_sleeps_asks_at_run_time_too() => Assert.All(
        CallGraph.Api.Where(method => Contracts<NotInAttribute>(method).Any(contract => contract.Context == ExecutionContexts.Atomic)),
        method => Assert.True(MaySleep.Contains(method), Name(method)));

    [Fact]
    public void Whoever_may_wait_for_a_page_lock_says_that_notifiers_must_not_call_him()
    {
        HashSet<MethodBase> waiting = CallGraph.Reaching(typeof(KernelMemory), "MightWaitForPage");
        Assert.All(CallGraph.Api.Where(waiting.Contains), method =>
            Assert.True(Contracts<NotInAttribute>(method).Any(contract => contract.Context == ExecutionContexts.MmuNotifier), Name(method)));
    }

    [Fact]
    public void Whoever_is_allowed_in_a_file_s_mmap_operation_only_asks_for_it_at_run_time_too()
    {
        HashSet<MethodBase> asking = CallGraph.Reaching(typeof(KernelMemory), "WarnOutsideMmap");
        Assert.All(CallGraph.Api, method => Assert.True(
            Contracts<OnlyInAttribute>(method).Any(contract => contract.Context == ExecutionContexts.Mmap) == asking.Contains(method),
            Name(method)));
    }

    [Fact]
    public void Whoever_answers_with_a_fault_code_to_a_driver_is_for_fault_handlers_and_asks_for_that_too()
    {
        HashSet<MethodBase> asking = CallGraph.Reaching(typeof(KernelMemory), "WarnOutsideFault");
        Assert.All(CallGraph.Api.Where(asking.Contains), method =>
            Assert.Contains(Contracts<OnlyInAttribute>(method), contract => contract.Context == ExecutionContexts.PageFault));
        Assert.All(
            CallGraph.Api.Where(method => method.ReturnType == typeof(VmFaultCode) && method.Name.StartsWith("VmfInsert", StringComparison.Ordinal)
                && method.DeclaringType == typeof(KernelMemory)),
            method => Assert.True(asking.Contains(method), Name(method)));
    }

    /// <summary>Locks that are given back before the call ends need a free lock; other holds are new, or another kind of what was there.</summary>
    [Fact]
    public void Whoever_records_a_hold_says_that_he_acquires()
    {
        Assert.All(CallGraph.Api.Where(method => Contracts<AcquiresAttribute>(method).Any()), method =>
            Assert.True(Record.Contains(method), Name(method)));
        HashSet<MethodBase> tell = CallGraph.Reaching(typeof(MmStruct), "CallHandler", "DuplicateAreas");
        HashSet<MethodBase> lockForThemselves = CallGraph.Reaching(typeof(AddressSpace), "LockAreas", "EnsureAreasLocked");
        Assert.All(
            CallGraph.Api.Where(Record.Contains).Except(NotForDrivers)
                .Where(method => !tell.Contains(method) && !lockForThemselves.Contains(method)),
            method => Assert.True(
                Contracts<AcquiresAttribute>(method).Any() || Contracts<RequiresNotHeldAttribute>(method).Any()
                || Contracts<ConsumesAttribute>(method).Any() || Contracts<ReleasesAttribute>(method).Any(),
                Name(method)));
    }

    [Fact]
    public void Whoever_says_that_he_releases_erases_a_hold() => Assert.All(
        CallGraph.Api.Where(method => Contracts<ReleasesAttribute>(method).Any() || Contracts<ConsumesAttribute>(method).Any()),
        method => Assert.True(Erase.Contains(method), Name(method)));

    [Fact]
    public void Every_kind_is_acquired_by_somebody_and_ended_by_somebody() => Assert.All(typeof(ResourceKinds).GetFields(), field =>
    {
        string kind = (string)field.GetRawConstantValue()!;
        Assert.Contains(CallGraph.Api, method => Contracts<AcquiresAttribute>(method).Any(contract => contract.Kind == kind));
        Assert.Contains(CallGraph.Api, method => Contracts<ReleasesAttribute>(method).Any(contract => contract.Kind == kind));
    });

    [Fact]
    public void Every_context_forbids_something() => Assert.All(typeof(ExecutionContexts).GetFields(), field =>
    {
        string context = (string)field.GetRawConstantValue()!;
        Assert.Contains(CallGraph.Api, method => Contracts<NotInAttribute>(method).Any(contract => contract.Context == context));
    });

    [Fact]
    public void A_replaced_member_names_its_successor_and_has_its_contracts()
    {
        MethodInfo[] replaced = [.. CallGraph.Api.Where(method => Contracts<ReplacedByAttribute>(method).Any())];
        Assert.NotEmpty(replaced);
        Assert.All(replaced, method =>
        {
            string successor = Contracts<ReplacedByAttribute>(method).Single().Name;
            MethodInfo[] successors = [.. method.DeclaringType!.GetMethods().Where(other => other.Name == successor)];
            Assert.True(successors.Length > 0, $"{Name(method)}: {successor}");
            Assert.Contains(successors, other => Resources(other).SequenceEqual(Resources(method)));
        });
    }

    private static IEnumerable<T> Contracts<T>(MethodInfo method)
        where T : ContractAttribute =>
        method.GetParameters().Append(method.ReturnParameter).SelectMany(parameter => parameter.GetCustomAttributes<T>(inherit: false))
            .Concat(method.GetCustomAttributes<T>(inherit: false));

    private static IEnumerable<string> Resources(MethodInfo method) => Contracts<ContractAttribute>(method)
        .Select(contract => contract switch
        {
            AcquiresAttribute acquires => $"acquires {acquires.Kind}",
            ReleasesAttribute releases => $"releases {releases.Kind}",
            RequiresHeldAttribute requires => $"requires {requires.Kind}",
            RequiresNotHeldAttribute requires => $"requires not {requires.Kind}",
            _ => "",
        })
        .Where(text => text != "")
        .Order(StringComparer.Ordinal);

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
