namespace PortedDrivers.Scenarios;

/// <summary>A driver did not do what a scenario expects of it.</summary>
public sealed class ScenarioException(string message) : Exception(message);
